namespace HfEndpoints.Emulator;

/// <summary>The graphs that only vLLM and SGLang give: what happens inside the engine.</summary>
internal static class InferenceGraphs
{
    /// <summary>Whether an endpoint's server gives these metrics, which follows from the specification alone.</summary>
    public static bool AreMeasured(EndpointSpec spec) => spec.ImageKind switch
    {
        "vLLM" or "sGLang" => true,
        "custom" when Contains(spec, "vllm") => true,
        "custom" when Contains(spec, "sglang") => spec.ContainerArguments.Contains("--enable-metrics"),
        _ => false,
    };

    public static JsonNode? All(MetricsContext context, int slots) => !AreMeasured(context.Spec) ? null : new JsonObject
    {
        ["kvCache"] = KvCache(context),
        ["requests"] = Requests(context, slots),
        ["ttft"] = FirstToken(context),
        ["itl"] = BetweenTokens(context),
        ["prefixCache"] = PrefixCache(context),
    };

    /// <summary>The part of the cache in use.</summary>
    public static JsonObject KvCache(MetricsContext context) => PerReplica(context, step => step.Use(context.Record.Life) * 0.9);

    /// <summary>The part of prompts found in the cache: more as requests repeat.</summary>
    public static JsonObject PrefixCache(MetricsContext context) =>
        PerReplica(context, step => step.Requests == 0 ? 0 : 0.5 * (step.Requests - 1) / step.Requests);

    /// <summary>Seconds to the first token.</summary>
    public static JsonObject FirstToken(MetricsContext context) => PerReplica(context, step => step.FirstByte);

    /// <summary>Seconds between two tokens.</summary>
    public static JsonObject BetweenTokens(MetricsContext context) => PerReplica(context, step => step.BetweenChunks);

    /// <summary>Requests that wait for a slot and those that have one.</summary>
    public static JsonObject Requests(MetricsContext context, int slots)
    {
        JsonObject json = context.Window.ToJson();
        json["waiting"] = PerReplica(context, step => Math.Max(0, Load(context, step) - slots));
        json["running"] = PerReplica(context, step => Math.Min(slots, Load(context, step)));
        return json;
    }

    private static double Load(MetricsContext context, MetricsStep step) =>
        step.Pending / (double)Math.Max(1, context.Runs.Count(run => run.IsReady(step.End)));

    private static bool Contains(EndpointSpec spec, string word) =>
        spec.ImageUrl?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false;

    private static JsonObject PerReplica(MetricsContext context, Func<MetricsStep, double?> read) => GraphJson.Graph(
        AreMeasured(context.Spec)
            ? context.Runs.Select(run => GraphJson.OfReplica(run.Id, null, context.Points(run, (step, runs) => runs ? read(step) : null)))
            : []);
}
