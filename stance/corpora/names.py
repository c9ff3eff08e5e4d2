"""Names of people, of many origins, for sentences that need some."""

# Family names and full names of many origins, of women and of men.
SURNAMES = """Abubakar Andersen Banerjee Castellanos Chukwu Dimitrova Farouk Fitzgerald Gonzalez
Haddad Huang Ivanova Jensen Kaplan Kowalski Lindqvist Mbeki Nakamura Nguyen O'Brien Okafor Park
Petrov Rahman Rosenberg Santos Schneider Silva Tanaka Washington Yilmaz Zhang""".split()
FULL_NAMES = [
    f"{first} {last}"
    for first, last in zip(
        """Amina Lars Priya Mateo Ngozi Elena Yusuf Sean Lucia Layla Wei Olga Kirsten Noah Agnieszka
        Bjorn Thandi Kenji Linh Maeve Chidi Ji-woo Dmitri Fatima Rachel Paulo Greta Joana Hiroshi
        Denise Emre Xiu""".split(),
        SURNAMES,
        strict=True,
    )
]
