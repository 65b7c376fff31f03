"""huggingface_hub's side of a measurement: 'list-20' lists 20 endpoints once; an address reads works from its input."""
import asyncio
import resource
import sys
import time

from huggingface_hub import AsyncInferenceClient, InferenceClient, list_inference_endpoints


async def prompts(url, count, at_once):
    client = AsyncInferenceClient(model=url)
    left = iter(range(count))

    async def work():
        for i in left:
            await client.text_generation(f"Prompt {i}: I am")

    await asyncio.gather(*(work() for _ in range(at_once)))


def stream(url):
    return sum(1 for _ in InferenceClient(model=url).text_generation("I am", stream=True))


def main():
    if sys.argv[1] == "list-20":
        print(len(list_inference_endpoints(namespace="all-20")))
        return

    for line in sys.stdin:
        name, *arguments = line.split()
        before, start = time.process_time(), time.perf_counter()
        if name == "prompts":
            asyncio.run(prompts(f"{sys.argv[1]}/{arguments[0]}", int(arguments[1]), int(arguments[2])))
        else:
            stream(f"{sys.argv[1]}/stream/{arguments[0]}")
        elapsed, cpu = time.perf_counter() - start, time.process_time() - before
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{elapsed * 1000:.1f} {cpu * 1000:.1f} {memory:.1f}", flush=True)


main()
