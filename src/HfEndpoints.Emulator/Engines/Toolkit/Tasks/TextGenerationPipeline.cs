namespace HfEndpoints.Emulator;

/// <summary>Text generation as the pipeline does it: no stream, no details, and its own parameters only.</summary>
internal sealed class TextGenerationPipeline : IToolkitTask
{
    private const int DefaultNewTokens = 256;
    public IReadOnlyList<string> Names => TextGeneration.Names;
    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.ForGeneration(
        "return_full_text", "return_text", "return_tensors", "return_type", "prefix", "handle_long_generation", "stop_sequence",
        "stop_strings",
        "continue_final_message", "skip_special_tokens");

    public ToolkitOutput Run(ToolkitInput input)
    {
        RequestParameters parameters = input.Parameters.Flatten();
        if (input.Inputs is JsonArray { Count: > 0 } messages && messages.All(message => message is JsonObject))
        {
            string prompt = string.Join('\n', messages.Select(message => ToolkitInput.Text(message!["content"])));
            JsonArray conversation = messages.DeepClone().AsArray();
            conversation.Add(new JsonObject { ["role"] = "assistant", ["content"] = Write(input.Models, prompt, parameters).TrimStart() });
            return new JsonArray(new JsonObject { ["generated_text"] = conversation });
        }

        bool full = parameters.Flag("return_full_text") ?? true;
        // One prompt gives a list with one result, several prompts give a list of such lists.
        return input.Each(node =>
        {
            string prompt = ToolkitInput.Text(node);
            return new JsonArray(new JsonObject { ["generated_text"] = (full ? prompt : "") + Write(input.Models, prompt, parameters) });
        });
    }

    private static string Write(IToyModels models, string prompt, RequestParameters parameters)
    {
        GenerationLimits limits = GenerationLimits.From(parameters);
        double temperature = parameters.Number("temperature") ?? 1;
        bool samples = parameters.Flag("do_sample") ?? false;
        return temperature > 0
            ? models.Generate(new GenerationOptions
            {
                Prompt = prompt,
                MaxNewTokens = limits.Max ?? DefaultNewTokens,
                Stop = parameters.Texts("stop_sequence") ?? parameters.Texts("stop_strings") ?? [],
                Sample = samples,
                Temperature = temperature,
                TopK = parameters.Positive("top_k"),
                TopP = parameters.Fraction("top_p") is > 0 and < 1 and double share ? share : null,
                RepetitionPenalty = parameters.Number("repetition_penalty") is > 0 and double penalty ? penalty : 1,
            }).Text
            : throw new ToolkitException(
                string.Create(CultureInfo.InvariantCulture, $"`temperature` (={temperature}) has to be a strictly positive float, ")
                    + "otherwise your next token scores will be invalid. If you're looking for greedy decoding strategies, set "
                        + "`do_sample=False`.");
    }
}
