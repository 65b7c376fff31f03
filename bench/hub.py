"""huggingface_hub's side of a measurement: 'list-20' lists 20 endpoints once; an address reads works from its input."""
import asyncio
import os
import resource
import sys
import time


def list_20():
    from huggingface_hub import constants, list_inference_endpoints

    # The library reads this address from no variable.
    constants.INFERENCE_ENDPOINTS_ENDPOINT = os.environ["HF_INFERENCE_ENDPOINTS_ENDPOINT"]
    assert len(list_inference_endpoints(namespace="all-20")) == 20


async def prompts(url, count, at_once):
    from huggingface_hub import AsyncInferenceClient

    left = iter(range(count))
    async with AsyncInferenceClient(model=url) as client:

        async def work():
            for i in left:
                await client.text_generation(f"Prompt {i}: I am")

        await asyncio.gather(*(work() for _ in range(at_once)))


def stream(url, count):
    from huggingface_hub import InferenceClient

    # A client that nothing holds is collected, and closes its stream.
    client = InferenceClient(model=url)
    assert sum(1 for _ in client.text_generation("I am", stream=True)) == count


def serve(server):
    for line in sys.stdin:
        name, *arguments = line.split()
        before, start = time.process_time(), time.perf_counter()
        if name == "prompts":
            asyncio.run(prompts(f"{server}/{arguments[0]}", int(arguments[1]), int(arguments[2])))
        else:
            stream(f"{server}/stream/{arguments[0]}", int(arguments[0]))
        elapsed, cpu = time.perf_counter() - start, time.process_time() - before
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{elapsed * 1000:.1f} {cpu * 1000:.1f} {memory:.1f} 0", flush=True)


if sys.argv[1] == "list-20":
    list_20()
else:
    serve(sys.argv[1])
