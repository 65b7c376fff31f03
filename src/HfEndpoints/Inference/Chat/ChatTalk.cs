using System.Diagnostics;
using System.Text.Json;

namespace HfEndpoints.Commands;

/// <summary>A conversation at a prompt: reads messages and commands, and shows answers as they arrive.</summary>
internal sealed class ChatTalk(PSCmdlet cmdlet, PromptConsole console, RunningText shown)
{
    private const int StartActivity = 1;

    private const string Help = """
        /system <text>   Sets the system message; without a text shows it
        /model <name>    Changes the model; without a name shows those that are served
        /save <file>     Writes the conversation to a JSON file, which -History takes
        /clear           Forgets the conversation, but for the system message
        /help            Shows this help
        /exit            Ends the conversation, as Ctrl+D does

        A message of several lines begins and ends with three quotation marks.
        Up and Down recall messages. Ctrl+C stops an answer, or gives up a line.
        """;

    private static readonly TimeSpan s_keyInterval = TimeSpan.FromMilliseconds(50);
    private static readonly JsonSerializerOptions s_saved = new() { WriteIndented = true };

    private readonly MessageEditor _editor = new(console);
    private readonly ChatTally _tally = new();
    private List<JsonObject> _messages = [];

    /// <summary>The conversation so far, and how to continue it.</summary>
    public required ChatRequest Request { get; set; }

    /// <summary>How patient to be with the server.</summary>
    public required InferenceOptions Options { get; init; }

    /// <summary>Talks until the person ends it.</summary>
    public async Task RunAsync(CalledServer server, bool allowPending, CmdletOutput output, CancellationToken cancellationToken)
    {
        InferenceTarget target = server.Target(allowPending);
        ChatClient chat = server.Client.GetChatClient(target);
        ServerInfoClient info = server.Client.GetServerInfoClient(target);
        Task<decimal?> price = server.FindPriceAsync(output, cancellationToken);
        // The system message is the first, wherever it was given.
        _messages = [.. Request.Messages.OrderBy(message => $"{message["role"]}" == "system" ? 0 : 1)];
        string welcome = $"Chatting with {server.Label}. /help lists the commands, /exit ends.";
        await output.RunAsync(() => shown.AddLine(welcome)).ConfigureAwait(false);
        long begun = Stopwatch.GetTimestamp();
        while (await output.AskAsync(_editor.Read).ConfigureAwait(false) is { } text)
        {
            if (text is "/exit" or "/bye" or "/quit")
            {
                break;
            }

            try
            {
                await (text.Length == 0 ? Task.CompletedTask
                    : text[0] == '/' ? ObeyAsync(text, info, output, cancellationToken)
                    : AnswerAsync(chat, text, server, output, cancellationToken)).ConfigureAwait(false);
            }
            catch (HfException exception)
            {
                // The conversation continues.
                await output.WriteErrorAsync(ErrorRecords.From(exception, server.Name)).ConfigureAwait(false);
            }
        }

        decimal? perHour = await price.ConfigureAwait(false);
        string sum = _tally.Describe(perHour * (decimal)Stopwatch.GetElapsedTime(begun).TotalHours);
        await output.RunAsync(() => shown.AddLine(sum)).ConfigureAwait(false);
    }

    private async Task AnswerAsync(
        ChatClient chat, string text, CalledServer server, CmdletOutput output, CancellationToken cancellationToken)
    {
        var answer = new AnswerMessage();
        JsonObject message = MessageReader.Make("user", JsonValue.Create(text));
        ChatRequest request = Request with { Messages = [.. _messages, message] };
        string waiting = $"Waiting for '{server.Name}' to start";
        InferenceOptions options = Options with
        {
            ColdStartProgress = elapsed => output.Progress(new ProgressRecord(
                StartActivity, waiting, string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} s"))),
            ColdStartEnded = () => output.EndProgress(StartActivity, waiting),
        };
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = WatchKeysAsync(interrupt, output);
        try
        {
            await shown.FollowAsync(
                Count(chat.StreamAsync(request, options, interrupt.Token), answer), chunk => (chunk.Reasoning, chunk.Text), output)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The person has stopped the answer. What is there of it belongs to the conversation.
            await output.RunAsync(() => shown.AddLine("(stopped)")).ConfigureAwait(false);
        }
        finally
        {
            await interrupt.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }

        if (answer.ToJson() is { } said && $"{said["content"]}".Length > 0)
        {
            _messages.AddRange([message, said]);
        }
    }

    private async IAsyncEnumerable<HfChatChunk> Count(IAsyncEnumerable<HfChatChunk> chunks, AnswerMessage answer)
    {
        ChatTally.Answer counted = _tally.Begin();
        try
        {
            await foreach (HfChatChunk chunk in chunks.ConfigureAwait(false))
            {
                answer.Add(chunk);
                counted.Add(chunk);
                yield return chunk;
            }
        }
        finally
        {
            counted.End();
        }
    }

    private async Task WatchKeysAsync(CancellationTokenSource interrupt, CmdletOutput output)
    {
        try
        {
            while (!await output.AskAsync(console.WasInterrupted).ConfigureAwait(false))
            {
                await Task.Delay(s_keyInterval, interrupt.Token).ConfigureAwait(false);
            }

            await interrupt.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The answer has ended.
        }
    }

    private async Task ObeyAsync(string line, ServerInfoClient info, CmdletOutput output, CancellationToken cancellationToken)
    {
        string[] parts = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? value = parts.Length > 1 ? parts[1] : null;
        string said = parts[0] switch
        {
            "/system" => SetSystem(value),
            "/model" when value is null => await ListModelsAsync(info, cancellationToken).ConfigureAwait(false),
            "/model" => SetModel(value),
            "/save" => await SaveAsync(value, output).ConfigureAwait(false),
            "/clear" => Clear(),
            "/help" or "/?" => Help,
            _ => $"'{parts[0]}' is not a command. /help lists them.",
        };
        await output.RunAsync(() => shown.AddLine(said)).ConfigureAwait(false);
    }

    private string SetSystem(string? text)
    {
        JsonObject? system = _messages.Find(message => $"{message["role"]}" == "system");
        if (text is null)
        {
            return system is null ? "There is no system message." : $"{system["content"]}";
        }

        _messages = [MessageReader.Make("system", text), .. _messages.Where(message => message != system)];
        return "The system message is set.";
    }

    private async Task<string> ListModelsAsync(ServerInfoClient info, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> models = await info.GetModelsAsync(Options, cancellationToken).ConfigureAwait(false);
        return models.Count == 0
            ? "The server does not report its models."
            : string.Join('\n', models.Select(model => model == Request.Model ? $"{model} (chosen)" : model));
    }

    private string SetModel(string name)
    {
        Request = Request with { Model = name };
        return $"The model is '{name}'.";
    }

    private string Clear()
    {
        _messages.RemoveAll(message => $"{message["role"]}" != "system");
        return "The conversation is forgotten.";
    }

    private async Task<string> SaveAsync(string? file, CmdletOutput output)
    {
        if (file is null)
        {
            return "Give the file, such as /save talk.json.";
        }

        (string? path, HfException? error) = await output.AskAsync(() => PathOf(file.Trim('"', '\''))).ConfigureAwait(false);
        if (path is null)
        {
            throw error!;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. _messages.Select(message => message.DeepClone())]), s_saved);
        await AtomicFile.SaveAsync(path, stream => stream.WriteAsync(json).AsTask()).ConfigureAwait(false);
        return $"The conversation is in '{path}'. Continue it with: -History (Get-Content '{file}' | ConvertFrom-Json)";
    }

    // What is thrown on the pipeline thread would end the command.
    private (string? Path, HfException? Error) PathOf(string file)
    {
        try
        {
            return (FilePaths.One(cmdlet.SessionState, file, "/save"), null);
        }
        catch (HfException exception)
        {
            return (null, exception);
        }
    }
}
