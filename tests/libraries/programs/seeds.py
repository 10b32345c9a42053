import os
import secrets
import time
import uuid

import numpy as np
import torch
import torch.distributed as dist
from torch.utils.data import get_worker_info

seed = torch.initial_seed()  #? ~ by worker
seed = torch.seed()  #? ~ every time
seed = torch.cuda.current_device()  #? ~ never
seed = get_worker_info().seed  #? ~ by worker
seed = dist.get_rank()  #? ~ never
seed = dist.get_world_size()  #? ~ never
seed = os.getpid()  #? ~ by worker
seed = os.getenv("SEED")  #? ~ never
seed = os.environ["SEED"]  #? ~ never
seed = os.environ.get("SEED")  #? ~ never
seed = os.urandom(4)  #? ~ every time
seed = uuid.uuid4()  #? ~ every time
seed = secrets.randbits(32)  #? ~ every time
seed = secrets.token_bytes(4)  #? ~ every time
seed = time.time()  #? ~ every time
seed = time.time_ns()  #? ~ every time
seed = time.perf_counter()  #? ~ every time
seed = int(4)  #? ~ never
seed = abs(4)  #? ~ never
seed = hash(4)  #? ~ never
seed = sum([4])  #? ~ never
seed = min(4, 5)  #? ~ never
seed = max(4, 5)  #? ~ never
seed = round(4.0)  #? ~ never
seed = str(4)  #? ~ never
seed = np.int64(4)  #? ~ never
seed = np.uint32(4)  #? ~ never
seed = np.uint64(4)  #? ~ never
seed = np.random.SeedSequence(4).generate_state(1)  #? ~ never
