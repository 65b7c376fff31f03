using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

// The parameters of chat, by the names of the OpenAI-compatible route.
public sealed partial class InvokeHfChatCompletionCommand
{
    // Without the alias Model: here that is the model's name.

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    public override Uri? Uri { get; set; }

    /// <summary>The name under which the server serves the model; needed only where it serves several.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>Lowers the chance of tokens by how often they came, -2 to 2.</summary>
    [Parameter]
    public double? FrequencyPenalty { get; set; }

    /// <summary>What is added to the chance of tokens: a table of token ids and numbers.</summary>
    [Parameter]
    public object? LogitBias { get; set; }

    /// <summary>Tells how likely each token was.</summary>
    [Parameter]
    public SwitchParameter Logprobs { get; set; }

    /// <summary>The most tokens to generate.</summary>
    [Parameter]
    public int? MaxTokens { get; set; }

    /// <summary>How many answers to give to each conversation.</summary>
    [Parameter]
    public int? N { get; set; }

    /// <summary>Lowers the chance of tokens that came already, -2 to 2.</summary>
    [Parameter]
    public double? PresencePenalty { get; set; }

    /// <summary>What the answer must look like, as a server takes it; a schema is sent in the form this one takes.</summary>
    [Parameter]
    [TableTransformation]
    public IDictionary? ResponseFormat { get; set; }

    /// <summary>The JSON schema that the answer must match, as a table or as JSON text.</summary>
    [Parameter]
    public object? JsonSchema { get; set; }

    /// <summary>The seed of sampling; the same seed gives the same answer.</summary>
    [Parameter]
    public long? Seed { get; set; }

    /// <summary>Texts that end the answer.</summary>
    [Parameter]
    public string[]? Stop { get; set; }

    /// <summary>What a stream tells besides: include_usage.</summary>
    [Parameter]
    [Alias("StreamOptions")]
    [TableTransformation]
    public IDictionary? StreamOption { get; set; }

    /// <summary>How freely to sample.</summary>
    [Parameter]
    public double? Temperature { get; set; }

    /// <summary>The tools that the model may call: functions with a name, a description and parameters.</summary>
    [Parameter]
    [Alias("Tools")]
    public object[]? Tool { get; set; }

    /// <summary>Which tool to call: auto, none, required, or a tool's name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ToolChoiceCompleter))]
    public object? ToolChoice { get; set; }

    /// <summary>What is said before the list of tools; only TGI takes it.</summary>
    [Parameter]
    public string? ToolPrompt { get; set; }

    /// <summary>Tells of so many of the likeliest tokens at each step.</summary>
    [Parameter]
    public int? TopLogprobs { get; set; }

    /// <summary>Samples among the likeliest tokens that make up this share.</summary>
    [Parameter]
    public double? TopP { get; set; }

    /// <summary>More members of the request, by their names at the server.</summary>
    [Parameter]
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
            ResponseFormat = JsonConversion.ToJsonObject(ResponseFormat) ?? ToFormat(JsonSchema),
            ExtraBody = JsonConversion.ToJsonObject(ExtraBody),
        };
    }

    private ChatParameters ToParameters() => new()
    {
        FrequencyPenalty = FrequencyPenalty,
        LogitBias = JsonConversion.ToNode(LogitBias),
        Logprobs = MyInvocation.BoundParameters.ContainsKey(nameof(Logprobs)) ? Logprobs.IsPresent : null,
        MaxTokens = MaxTokens,
        N = N,
        PresencePenalty = PresencePenalty,
        Seed = Seed,
        Stop = Stop,
        StreamOptions = JsonConversion.ToJsonObject(StreamOption),
        Temperature = Temperature,
        ToolChoice = ToToolChoice(JsonConversion.ToNode(ToolChoice)),
        ToolPrompt = ToolPrompt,
        Tools = Tool is null ? null : new JsonArray([.. Tool.Select(tool => ToTool(JsonConversion.ToNode(tool)))]),
        TopLogprobs = TopLogprobs,
        TopP = TopP,
    };

    private static JsonObject? ToFormat(object? schema)
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
            throw new HfException(
                HfErrorKind.InvalidRequest, $"JsonSchema is not valid JSON: {exception.Message}", exception);
        }

        return node is JsonObject
            ? new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["schema"] = node } }
            : throw new HfException(
                HfErrorKind.InvalidRequest,
                "JsonSchema is not a schema. Use one such as @{ type = 'object'; properties = @{ name = @{ type = 'string' } } }.");
    }

    // A function alone is wrapped as the route wants it.
    private static JsonNode? ToTool(JsonNode? tool) => tool is JsonObject { } function && function["function"] is null
        && function["name"] is not null
        ? new JsonObject { ["type"] = "function", ["function"] = tool }
        : tool;

    private static JsonNode? ToToolChoice(JsonNode? choice) =>
        choice is not JsonValue word || word.ToString() is "auto" or "none" or "required"
            ? choice
            : new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = word.ToString() } };
}
