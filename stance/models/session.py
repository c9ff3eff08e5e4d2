"""Opening an ONNX model for inference on CPU."""

from pathlib import Path

import onnxruntime as ort

from stance.errors import InputError


def open_session(folder: Path, threads: int) -> ort.InferenceSession:
    """Return a session of the folder's model.onnx.

    Args:
        threads: CPU threads for one inference call.

    Raises:
        InputError: if the file is no model, for instance truncated.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Idle threads that spin take the cores from the other workers.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Without this, CPUs older than AVX512-VNNI saturate int8 products and answer a little worse.
    options.add_session_config_entry("session.x64quantprecision", "1")
    path = folder / "model.onnx"
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        # onnxruntime's exceptions have no common base class but Exception.
        raise InputError(path, "not a complete ONNX model (damaged or truncated?)") from error
