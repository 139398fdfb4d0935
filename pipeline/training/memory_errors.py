"""Out of memory, in all the ways in which the libraries say it."""

from __future__ import annotations

import gc
import re

import torch

#: Messages of torch's allocators, of the CUDA runtime (as AcceleratorError), of cuBLAS and cuDNN,
#: which allocate for themselves, of NCCL and of bitsandbytes' own kernels.
_WORDS = re.compile(
    r"out of memory|cudaErrorMemoryAllocation"
    r"|CUBLAS_STATUS_(ALLOC_FAILED|NOT_INITIALIZED)"
    r"|CUDNN_STATUS_\w*ALLOC\w*_FAILED|CUSOLVER_STATUS_ALLOC_FAILED"
    r"|DefaultCPUAllocator: (can't allocate|not enough) memory|cannot allocate memory",
    re.IGNORECASE,
)


def out_of_memory(error: BaseException) -> bool:
    """Whether `error` is how a device, a library or the CPU allocator says that memory ran out."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    return isinstance(error, (RuntimeError, OSError)) and bool(_WORDS.search(str(error)))


def release_memory() -> None:
    """Give back what a failed attempt held."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
