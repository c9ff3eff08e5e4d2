"""The report: scored tables to one self-contained HTML page."""

from stance.report.page import write_report

__all__ = ["write_report"]
