"""The training stage. Importing it settles, before torch is loaded, what is read from the
environment only once.
"""

import logging
import os

#: Kernels kept by oneDNN and by PyTorch's layer over it, in the environment variables that they
#: read. Each is compiled for one shape; with batches of every length the 1,024 that both keep by
#: default are a gigabyte. Fewer cost no speed: 400 steps of the CPU profile took 52.2 s with 32
#: (1.06 GB at the peak), 53.9 s with 1,024 (2.07 GB).
KERNEL_CACHE = {"LRU_CACHE_CAPACITY": "32", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "32"}

for _name, _value in KERNEL_CACHE.items():
    os.environ.setdefault(_name, _value)

# It tells of kernels that nothing here asks for.
logging.getLogger("bitsandbytes").setLevel(logging.ERROR)

# CUDA counts GPUs by speed unless told otherwise, nvidia-smi and NVML by their place on the bus.
os.environ.setdefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
