using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Inference.Streaming;
using HfEndpoints.Client.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>Text generation on one endpoint, whichever server runs there: TGI or the Hugging Face toolkit.</summary>
public sealed partial class TextGenerationClient
{
    private readonly DeployedServer _server;

    internal TextGenerationClient(DeployedServer server) => _server = server;

    private string Action => $"generate text on {_server.Target.Label}";

    /// <summary>Generates one text.</summary>
    /// <param name="prompt">What to go on from.</param>
    /// <param name="parameters">How; null leaves all to the server.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the request and closes its connection.</param>
    /// <returns>The text.</returns>
    /// <exception cref="HfException">The endpoint is not running, or refuses, or fails.</exception>
    public async Task<GeneratedText> GenerateAsync(
        string prompt,
        GenerateParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await SendAsync(
            prompt, ToValues(parameters), stream: null, options, cancellationToken).ConfigureAwait(false);
        return await ReadTextAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Generates one text with parameters of any name; those that the server does not know are removed.</summary>
    internal async Task<GeneratedText> GenerateWithAsync(
        string prompt, JsonObject parameters, InferenceOptions? options, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            prompt, parameters, stream: null, options, cancellationToken).ConfigureAwait(false);
        return await ReadTextAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Generates one text and gives it piece by piece as it comes.</summary>
    /// <param name="prompt">What to go on from.</param>
    /// <param name="parameters">How; null leaves all to the server.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the stream and closes its connection.</param>
    /// <returns>The pieces; the last one has the whole text.</returns>
    /// <exception cref="HfException">As for <see cref="GenerateAsync"/>; also where the stream ends in the middle.</exception>
    public IAsyncEnumerable<GeneratedTextChunk> StreamAsync(
        string prompt,
        GenerateParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default) => RestartingStream.ReadAsync(
            _server.Transport, () => StreamOnceAsync(prompt, parameters, options, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<GeneratedTextChunk> StreamOnceAsync(
        string prompt,
        GenerateParameters? parameters,
        InferenceOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            prompt, ToValues(parameters), stream: true, options, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            // Not every server streams; the whole text is then the one piece.
            GeneratedText text = await ReadTextAsync(response, cancellationToken).ConfigureAwait(false);
            yield return new GeneratedTextChunk { GeneratedText = text.Text, Details = text.Details };
            yield break;
        }

        var events = new ModelStream<GeneratedTextChunk>(_server.Transport, Action, response, new GeneratedTextFormat());
        await foreach (GeneratedTextChunk chunk in events.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }

    private static JsonObject ToValues(GenerateParameters? parameters) => (JsonObject)JsonSerializer.SerializeToNode(
        parameters ?? new GenerateParameters(), HfJson.Context.GenerateParameters)!;

    private async Task<HttpResponseMessage> SendAsync(
        string prompt,
        JsonObject values,
        bool? stream,
        InferenceOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var request = new ServerRequest(_server.Target.Uri, Action)
        {
            Content = () => HfJson.ToContent(
                new GenerateRequest(prompt, values, stream), HfJson.Context.GenerateRequest),
            Accept = stream == true ? "text/event-stream" : "application/json",
            IsStream = stream == true,
        };
        try
        {
            return await _server.SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        }
        catch (HfApiException exception) when (RemoveUnused(values, exception.ServerMessage))
        {
            // The toolkit refuses parameters that its model does not know; the Python library leaves them out too.
            _server.Transport.Options.Log?.Invoke($"{exception.Message} Trying again without them.");
            return await _server.SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<GeneratedText> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        JsonElement answer = await _server
            .ReadJsonAsync(new ServerRequest(_server.Target.Uri, Action), response, cancellationToken)
            .ConfigureAwait(false);
        JsonElement text = answer.ValueKind == JsonValueKind.Array && answer.GetArrayLength() > 0 ? answer[0] : answer;
        try
        {
            if (text.ValueKind == JsonValueKind.Object
                && text.Deserialize(HfJson.Context.GeneratedText) is { Text: not null } generated)
            {
                return generated;
            }
        }
        catch (JsonException exception)
        {
            throw NoText(exception);
        }

        if (ServerErrorReader.FromJson(text) is { } error)
        {
            throw new HfException(
                HfErrorKind.GenerationFailed, $"Cannot {Action}: {_server.Transport.Redact(error.Message)}");
        }

        throw NoText(null);
    }

    private HfException NoText(JsonException? cause) => new(
        HfErrorKind.InvalidResponse,
        $"Cannot {Action}: the answer holds no generated_text. Is this an endpoint for text generation?",
        cause);

    private static bool RemoveUnused(JsonObject parameters, string serverMessage)
    {
        Match match = UnusedArguments().Match(serverMessage);
        bool removed = false;
        foreach (string name in match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            removed |= parameters.Remove(name.Trim('\'', '"'));
        }

        return removed;
    }

    [GeneratedRegex("The following `model_kwargs` are not used by the model: \\[([^\\]]*)\\]")]
    private static partial Regex UnusedArguments();
}
