using System.Text.Json;

namespace HfEndpoints.Commands;

// The parameters of chat, by the names of the OpenAI-compatible route.
public sealed partial class InvokeHfChatCompletionCommand
{
    // Without the alias Model: here that is the model's name.

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet, HelpMessage = HelpText.Uri)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override Uri? Uri { get; set; }

    /// <summary>The name under which the server serves the model; needed only where it serves several.</summary>
    [Parameter(HelpMessage = "The name under which the server serves the model; needed only where it serves several.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>Penalizes tokens by how often they have occurred, -2 to 2.</summary>
    [Parameter(HelpMessage = HelpText.FrequencyPenalty)]
    public double? FrequencyPenalty { get; set; }

    /// <summary>The logit bias: a table of token ids and numbers.</summary>
    [Parameter(HelpMessage = "The logit bias: a table of token ids and numbers.")]
    public object? LogitBias { get; set; }

    /// <summary>Returns the log probability of each token.</summary>
    [Parameter(HelpMessage = "Returns the log probability of each token.")]
    public SwitchParameter Logprobs { get; set; }

    /// <summary>The maximum number of tokens to generate.</summary>
    [Parameter(HelpMessage = "The maximum number of tokens to generate.")]
    public int? MaxTokens { get; set; }

    /// <summary>How many answers to give to each conversation.</summary>
    [Parameter(HelpMessage = "How many answers to give to each conversation.")]
    public int? N { get; set; }

    /// <summary>Penalizes tokens that have already occurred, -2 to 2.</summary>
    [Parameter(HelpMessage = "Penalizes tokens that have already occurred, -2 to 2.")]
    public double? PresencePenalty { get; set; }

    /// <summary>The response format. A JSON schema in it is converted to the form of the server.</summary>
    [Parameter(HelpMessage = "The response format. A JSON schema in it is converted to the form of the server.")]
    [TableTransformation]
    public IDictionary? ResponseFormat { get; set; }

    /// <summary>The JSON schema that the answer must match, as a table or as JSON text.</summary>
    [Parameter(HelpMessage = "The JSON schema that the answer must match, as a table or as JSON text.")]
    public object? JsonSchema { get; set; }

    /// <summary>The seed of sampling; the same seed gives the same answer.</summary>
    [Parameter(HelpMessage = "The seed of sampling; the same seed gives the same answer.")]
    public long? Seed { get; set; }

    /// <summary>Stop sequences.</summary>
    [Parameter(HelpMessage = HelpText.Stop)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? Stop { get; set; }

    /// <summary>Stream options: include_usage.</summary>
    [Parameter(HelpMessage = "Stream options: include_usage.")]
    [Alias("StreamOptions")]
    [TableTransformation]
    public IDictionary? StreamOption { get; set; }

    /// <summary>The sampling temperature.</summary>
    [Parameter(HelpMessage = "The sampling temperature.")]
    public double? Temperature { get; set; }

    /// <summary>The tools that the model may call: functions with a name, a description and parameters.</summary>
    [Parameter(HelpMessage = "The tools that the model may call: functions with a name, a description and parameters.")]
    [Alias("Tools")]
    public object[]? Tool { get; set; }

    /// <summary>Which tool to call: auto, none, required, or a tool's name.</summary>
    [Parameter(HelpMessage = "Which tool to call: auto, none, required, or a tool's name.")]
    [ArgumentCompleter(typeof(ToolChoiceCompleter))]
    public object? ToolChoice { get; set; }

    /// <summary>The text before the list of tools (TGI only).</summary>
    [Parameter(HelpMessage = "The text before the list of tools (TGI only).")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? ToolPrompt { get; set; }

    /// <summary>Returns this number of the most likely tokens at each step.</summary>
    [Parameter(HelpMessage = "Returns this number of the most likely tokens at each step.")]
    public int? TopLogprobs { get; set; }

    /// <summary>Samples from the most likely tokens with this total probability (top-p).</summary>
    [Parameter(HelpMessage = "Samples from the most likely tokens with this total probability (top-p).")]
    public double? TopP { get; set; }

    /// <summary>Additional members of the request, by the server's names.</summary>
    [Parameter(HelpMessage = "Additional members of the request, by the server's names.")]
    [TableTransformation]
    public IDictionary? ExtraBody { get; set; }

    /// <summary>A request of these parameters, with no conversation yet.</summary>
    /// <exception cref="HfException">They contradict each other.</exception>
    private ChatRequest ToRequest()
    {
        if (Model is not null && global::System.Uri.TryCreate(Model, UriKind.Absolute, out Uri? address)
            && address.Scheme is "http" or "https")
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"Model is '{Model}', which is an address. Give it with -Uri; -Model is the name of a model at the server.");
        }

        if (ResponseFormat is not null && JsonSchema is not null)
        {
            throw new HfException(HfErrorKind.InvalidRequest, "Only one of -ResponseFormat and -JsonSchema is allowed.");
        }

        return new ChatRequest([])
        {
            Model = Model,
            Parameters = ToParameters(),
            ResponseFormat = JsonConversion.ToJsonText(ResponseFormat) ?? ToFormat(JsonSchema),
            ExtraBody = JsonConversion.ToJsonText(ExtraBody),
        };
    }

    private ChatParameters ToParameters() => ToolChoiceOf(JsonConversion.ToNode(ToolChoice)) with
    {
        FrequencyPenalty = FrequencyPenalty,
        LogitBiasJson = JsonConversion.ToNode(LogitBias),
        Logprobs = IfBound(Logprobs),
        MaxTokens = MaxTokens,
        N = N,
        PresencePenalty = PresencePenalty,
        Seed = Seed,
        Stop = Stop,
        StreamOptions = JsonConversion.ToJsonText(StreamOption),
        Temperature = Temperature,
        ToolPrompt = ToolPrompt,
        Tools = Tool is null ? null : new JsonArray([.. Tool.Select(tool => ToTool(JsonConversion.ToNode(tool)))]),
        TopLogprobs = TopLogprobs,
        TopP = TopP,
    };

    private static JsonText? ToFormat(object? schema)
    {
        if (schema is null)
        {
            return null;
        }

        JsonNode? node = JsonConversion.ToNode(schema);
        try
        {
            node = node is JsonValue text ? JsonNode.Parse(text.ToString()) : node;
        }
        catch (JsonException exception)
        {
            throw new HfException(HfErrorKind.InvalidRequest, $"JsonSchema is not valid JSON: {exception.Message}", exception);
        }

        return node is JsonObject
            ? new JsonText(new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["schema"] = node } })
            : throw new HfException(
                HfErrorKind.InvalidRequest,
                "JsonSchema is not a schema. Use one such as @{ type = 'object'; properties = @{ name = @{ type = 'string' } } }.");
    }

    private static ChatParameters ToolChoiceOf(JsonNode? choice) =>
        choice is JsonValue word ? new() { ToolChoice = word.ToString() } : new() { ToolChoiceJson = choice };

    // A function alone is wrapped as the route wants it.
    private static JsonNode? ToTool(JsonNode? tool) => tool is JsonObject { } function && function["function"] is null
        && function["name"] is not null
        ? new JsonObject { ["type"] = "function", ["function"] = tool }
        : tool;
}
