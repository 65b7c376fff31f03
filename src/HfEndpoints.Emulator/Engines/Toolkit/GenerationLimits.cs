namespace HfEndpoints.Emulator.Engines;

/// <summary>How long generated text may and must be, in tokens.</summary>
internal sealed record GenerationLimits(int Min, int? Max)
{
    public static GenerationLimits From(TaskParameters parameters)
    {
        TaskParameters flat = parameters.Flatten();
        int? max = flat.Positive("max_new_tokens") ?? flat.Positive("max_length");
        int min = flat.Integer("min_new_tokens") ?? flat.Integer("min_length") ?? 0;
        return min >= 0 && !(min > max)
            ? new GenerationLimits(min, max)
            : throw new ToolkitException($"Unfeasible length constraints: `min_length` ({min}) is larger than the maximum possible length ({max})");
    }
}
