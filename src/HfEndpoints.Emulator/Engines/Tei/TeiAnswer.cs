namespace HfEndpoints.Emulator;

/// <summary>Takes the time of an answer, and sends it with the headers in which the server accounts for it.</summary>
internal static class TeiAnswer
{
    public static async Task SendAsync(EngineRequest request, TeiInput input, IEnumerable<string> texts, Func<JsonNode> make)
    {
        long start = request.Services.Clock.Mark();
        if (texts.Any(text => GenerationFault.Find(request, text) is not null))
        {
            throw TeiException.Backend("CUDA_ERROR_OUT_OF_MEMORY");
        }

        await request.ThinkAsync();
        JsonNode body = make();
        request.Load.CountPrompt(input.Tokens);
        string elapsed = ((int)request.Services.Clock.RealTimeSince(start).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        IHeaderDictionary headers = request.Context.Response.Headers;
        headers["x-compute-type"] = request.Spec.Accelerator == "gpu" ? "gpu+optimized" : "cpu+optimized";
        headers["x-compute-time"] = elapsed;
        headers["x-compute-characters"] = input.Characters.ToString(CultureInfo.InvariantCulture);
        headers["x-compute-tokens"] = input.Tokens.ToString(CultureInfo.InvariantCulture);
        headers["x-total-time"] = elapsed;
        headers["x-tokenization-time"] = "0";
        headers["x-queue-time"] = "0";
        headers["x-inference-time"] = elapsed;
        await request.Context.AnswerJsonAsync(body);
    }
}
