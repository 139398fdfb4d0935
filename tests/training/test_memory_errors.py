"""What the libraries really say when memory runs out, and what only looks like it."""

from __future__ import annotations

import pytest
import torch

from pipeline.training.memory_errors import out_of_memory

#: As torch 2.13, cuBLAS, cuDNN, NCCL and the CPU allocator put it.
REAL = [
    torch.OutOfMemoryError(
        "CUDA out of memory. Tried to allocate 1.50 GiB. GPU 0 has a total capacity of 3.81 GiB of"
        " which 1.02 GiB is free. Including non-PyTorch memory, this process has 2.79 GiB memory in"
        " use."
    ),
    torch.AcceleratorError(
        "CUDA error: out of memory\nSearch for `cudaErrorMemoryAllocation' in"
        " https://docs.nvidia.com/cuda/ for more information.\nCUDA kernel errors might be"
        " asynchronously reported at some other API call."
    ),
    RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    RuntimeError("CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`"),
    RuntimeError(
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasLtMatmulAlgoGetHeuristic(...)`"
    ),
    RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"),
    RuntimeError("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED"),
    RuntimeError(
        "NCCL error in: ProcessGroupNCCL.cpp:94, unhandled cuda error (run with NCCL_DEBUG=INFO for"
        " details), NCCL version 2.28\nncclUnhandledCudaError: Call to CUDA function failed.\nLast"
        " error:\nCuda failure 2 'out of memory'"
    ),
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp:124] err == 0. DefaultCPUAllocator: can't allocate memory:"
        " you tried to allocate 4000000000000000 bytes. Error code 12 (Cannot allocate memory)"
    ),
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp:80] data. DefaultCPUAllocator: not enough memory: you tried"
        " to allocate 9 bytes."
    ),
    OSError(12, "Cannot allocate memory"),
    MemoryError(),
]
OTHER = [
    RuntimeError("CUDA error: device-side assert triggered"),
    RuntimeError("CUDA error: no kernel image is available for execution on the device"),
    RuntimeError(
        "DataLoader worker (pid 7) is killed by signal: Bus error. It is possible that dataloader's"
        " workers are out of shared memory. Please try to raise your shared memory limit."
    ),
    OSError(28, "No space left on device"),
    ValueError("out of memory"),
    KeyError("exp_avg"),
]


@pytest.mark.parametrize("error", REAL, ids=lambda e: str(e)[:40])
def test_memory_that_ran_out(error):
    assert out_of_memory(error)


@pytest.mark.parametrize("error", OTHER, ids=lambda e: str(e)[:40])
def test_what_is_no_lack_of_memory(error):
    assert not out_of_memory(error)


def test_the_cpu_allocator_itself():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**50)
    assert out_of_memory(caught.value)
