using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The tasks of one endpoint, whichever they are. Requests look as the Python library's client sends them.
/// </summary>
public class TaskClient
{
    private readonly DeployedServer _server;

    /// <summary>For mocking.</summary>
    protected TaskClient() => _server = null!;

    internal TaskClient(DeployedServer server) => _server = server;

    /// <summary>Runs a task on one input.</summary>
    /// <param name="task">The task; see <see cref="InferenceTasks"/>.</param>
    /// <param name="input">Its main input; null where it is among the arguments.</param>
    /// <param name="arguments">
    /// What goes with it, by the names of the Python library: inputs such as a question, and parameters. Names the task
    /// does not know are sent as parameters.
    /// </param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the request and closes its connection.</param>
    /// <returns>The results, of the type that <see cref="InferenceTask.Output"/> tells.</returns>
    /// <exception cref="HfException">
    /// An input is missing; or the endpoint is not running, refuses, fails, or answers with something else.
    /// </exception>
    public virtual Task<IReadOnlyList<HfInferenceResult>> RunAsync(
        InferenceTask task,
        TaskInput? input,
        JsonObject? arguments = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunAsync(task, TaskBody.Create(task, input, arguments), options, cancellationToken);
    }

    /// <summary>Runs a task with a body that is sent as it is.</summary>
    /// <param name="task">The task, which says how the answer is read.</param>
    /// <param name="body">The body.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the request and closes its connection.</param>
    /// <returns>The results.</returns>
    /// <exception cref="HfException">The endpoint is not running, refuses, fails, or answers with something else.</exception>
    public virtual Task<IReadOnlyList<HfInferenceResult>> RunBodyAsync(
        InferenceTask task,
        JsonObject body,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(task, TaskBody.FromJson(body), options, cancellationToken);
    }

    /// <summary>Sends a body as it is, and gives the answer as it came.</summary>
    /// <param name="body">The body.</param>
    /// <param name="task">The task, which says what is asked for; null takes any answer.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the request and closes its connection.</param>
    /// <returns>JSON, or an image, a sound or a video.</returns>
    /// <exception cref="HfException">The endpoint is not running, refuses, or fails.</exception>
    public virtual Task<TaskAnswer> RunRawAsync(
        JsonObject body,
        InferenceTask? task = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return SendAsync(task ?? InferenceTasks.Custom, TaskBody.FromJson(body), options, cancellationToken);
    }

    /// <summary>
    /// Fetches an image or a sound from the web, to be the input of a task. The endpoint is sent the bytes, not the
    /// address, as the Python library has it. No token goes with the request.
    /// </summary>
    /// <param name="address">Where it is: an https address, or one of this machine.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The content; its type is what the server says, or its name.</returns>
    /// <exception cref="HfException">The address is none, or gives no content, or more than is kept in memory.</exception>
    public virtual Task<TaskContent> FetchAsync(Uri address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return WebContent.FetchAsync(_server.Transport, address, cancellationToken);
    }

    private async Task<IReadOnlyList<HfInferenceResult>> RunAsync(
        InferenceTask task, TaskBody body, InferenceOptions? options, CancellationToken cancellationToken)
    {
        TaskAnswer answer = await SendAsync(task, body, options, cancellationToken).ConfigureAwait(false);
        return new TaskReader(task, body.Json, what => Unexpected(task, what)).Read(answer);
    }

    private async Task<TaskAnswer> SendAsync(
        InferenceTask task, TaskBody body, InferenceOptions? options, CancellationToken cancellationToken)
    {
        var request = new ServerRequest(_server.Target.Uri, Action(task))
        {
            Content = body.ToContent,
            Accept = task.Output switch
            {
                TaskOutput.Image => "image/png",
                TaskOutput.Audio or TaskOutput.Video or TaskOutput.Any => "*/*",
                _ => "application/json",
            },
        };
        using HttpResponseMessage response = await _server.SendAsync(request, options, cancellationToken)
            .ConfigureAwait(false);
        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        bool isJson = type?.MediaType is { } name
            && (name == "application/json" || name.EndsWith("+json", StringComparison.Ordinal));
        if (isJson || request.Accept == "application/json")
        {
            JsonElement json = await _server.ReadJsonAsync(request, response, cancellationToken).ConfigureAwait(false);
            ThrowIfError(task, json);
            return new TaskAnswer { Json = json };
        }

        byte[] bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return MediaReader.Read(task, bytes, type, what => Unexpected(task, what));
    }

    private void ThrowIfError(InferenceTask task, JsonElement json)
    {
        JsonElement first = json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 ? json[0] : json;
        bool isError = first.ValueKind == JsonValueKind.Object && first.TryGetProperty("error", out JsonElement error)
            && error.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array;

        // What a handler of one's own means by the word is its own matter.
        if (isError && task.Output != TaskOutput.Any && ServerErrorReader.FromJson(first) is { } told)
        {
            throw new HfException(
                HfErrorKind.GenerationFailed, $"Cannot {Action(task)}: {_server.Transport.Redact(told.Message)}");
        }
    }

    private string Action(InferenceTask task) => $"run {task.Name} on {_server.Target.Label}";

    private HfException Unexpected(InferenceTask task, string what) => new(
        HfErrorKind.InvalidResponse,
        $"Cannot {Action(task)}: {_server.Transport.Redact(what)} Is this an endpoint for {task.Name}?");
}
