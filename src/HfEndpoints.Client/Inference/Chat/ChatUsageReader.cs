namespace HfEndpoints.Client.Inference;

/// <summary>Reads the usage of an answer, by the names that servers have for its numbers.</summary>
internal static class ChatUsageReader
{
    /// <summary>Reads it; null if there is none or it contains none of the numbers.</summary>
    public static HfChatUsage? Read(JsonElement json)
    {
        if (json.Member("usage") is not { } usage)
        {
            return null;
        }

        long? prompt = usage.WholeOf("prompt_tokens") ?? usage.WholeOf("input_tokens");
        long? completion = usage.WholeOf("completion_tokens") ?? usage.WholeOf("output_tokens");
        long? total = usage.WholeOf("total_tokens") ?? prompt + completion;
        return prompt is null && completion is null && total is null
            ? null
            : new HfChatUsage((int?)prompt, (int?)completion, (int?)total)
            {
                CachedTokens = (int?)Detail(usage, "cached_tokens", "prompt_tokens_details", "input_tokens_details"),
                ReasoningTokens = (int?)Detail(usage, "reasoning_tokens", "completion_tokens_details", "output_tokens_details"),
            };
    }

    private static long? Detail(JsonElement usage, string name, params ReadOnlySpan<string> places)
    {
        foreach (string place in places)
        {
            if (usage.Member(place)?.WholeOf(name) is { } number)
            {
                return number;
            }
        }

        return usage.WholeOf(name);
    }
}
