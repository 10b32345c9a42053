import time


def timed(closure):
    start = time.time()
    result = closure()
    return result, time.time() - start
