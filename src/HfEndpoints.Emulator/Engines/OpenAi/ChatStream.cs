namespace HfEndpoints.Emulator;

/// <summary>Sends a chat's answer piece by piece.</summary>
internal sealed class ChatStream(EngineRequest request, OpenAiDialect dialect, OpenAiChatRequest chat, ChatAnswer answer)
{
    private readonly JsonObject _envelope = OpenAiParts.Envelope(
        request, dialect, "chat.completion.chunk", dialect.NewId(request, "chatcmpl"), chat.Model);

    public async Task SendAsync(int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        await events.StartAsync();
        if (!dialect.HasTgiChunks)
        {
            await events.SendManyAsync(answer.Choices.Select(choice => Chunk(choice, Opening(choice)).ToJsonString(HttpAnswers.Json)));
        }

        int sent = 0;
        int total = answer.Choices.Max(choice => choice.Generation.Tokens.Count);
        List<IEnumerator<JsonObject>> open = [.. answer.Choices.Select(choice => Chunks(choice).GetEnumerator())];
        while (open.Count > 0)
        {
            await request.ThinkAsync(total);
            if (sent >= failAfter)
            {
                await FailAsync(events);
                return;
            }

            // All choices are written at the same time, a token of each by turns.
            open.RemoveAll(chunks => !chunks.MoveNext());
            foreach (IEnumerator<JsonObject> chunks in open)
            {
                await events.SendAsync(chunks.Current);
            }

            sent++;
        }

        if (chat.IncludeUsage)
        {
            JsonObject last = _envelope.DeepClone().AsObject();
            last["choices"] = new JsonArray();
            last["usage"] = OpenAiParts.Usage(request, dialect, answer);
            dialect.Complete(last, request, isChunk: true);
            await events.SendAsync(last);
        }

        await events.SendAsync("[DONE]");
    }

    private async Task FailAsync(ServerSentEvents events)
    {
        await dialect.SendErrorAsync(events, request, dialect.GenerationFailed());
        if (dialect.EndsBrokenStream)
        {
            await events.SendAsync("[DONE]");
        }
    }

    private IEnumerable<JsonObject> Chunks(ChatReply choice)
    {
        if (choice.Reasoning is Generation reasoning && dialect.ReasoningField(request, chat) is string field)
        {
            foreach ((GeneratedToken token, string text) in ChatReply.Pieces(reasoning).Where(piece => piece.Text.Length > 0))
            {
                yield return Chunk(choice, new JsonObject { [field] = text }, token);
            }
        }

        (GeneratedToken Token, string Text, JsonObject Delta)[] pieces = [.. Pieces(choice)];
        for (int i = 0; i < pieces.Length; i++)
        {
            bool isLast = i == pieces.Length - 1 && !dialect.EndsWithOwnChunk;
            // A piece that only ends the answer, or of which a stop sequence has left nothing, goes out with the reason only.
            if (!isLast && pieces[i].Text.Length == 0 && !dialect.HasTgiChunks)
            {
                continue;
            }

            JsonObject chunk = Chunk(choice, pieces[i].Delta, pieces[i].Token);
            yield return isLast ? End(chunk, choice) : chunk;
        }

        if (dialect.EndsWithOwnChunk)
        {
            yield return End(Chunk(choice, []), choice);
        }
    }

    private IEnumerable<(GeneratedToken Token, string Text, JsonObject Delta)> Pieces(ChatReply choice)
    {
        if (choice.Calls.Count == 0)
        {
            return ChatReply.Pieces(choice.Generation).Select(piece => (piece.Token, piece.Text, TextDelta(piece.Text)));
        }

        return choice.Calls.SelectMany((call, index) => ChatReply.Pieces(call.Arguments)
            .Select((piece, position) => (piece.Token, piece.Text, CallDelta(call, index, piece.Text, opens: position == 0))));
    }

    private JsonObject End(JsonObject chunk, ChatReply choice)
    {
        JsonObject last = chunk["choices"]![0]!.AsObject();
        last["finish_reason"] = dialect.ReasonFor(choice.Generation, choice.Calls.Count > 0);
        dialect.CompleteChoice(last, choice.Generation, isChunk: true);
        if (!chat.IncludeUsage)
        {
            dialect.CompleteLast(chunk, request, OpenAiParts.Usage(request, dialect, answer));
        }

        return chunk;
    }

    private JsonObject Opening(ChatReply choice) =>
        new() { ["role"] = "assistant", ["content"] = choice.Calls.Count == 0 ? dialect.OpeningContent : null };

    private JsonObject TextDelta(string text) => dialect.HasTgiChunks
        ? new JsonObject { ["role"] = "assistant", ["content"] = text }
        : new JsonObject { ["content"] = text };

    private JsonObject CallDelta(ToolCall call, int index, string text, bool opens)
    {
        var function = new JsonObject();
        if (opens || dialect.HasTgiChunks)
        {
            function["name"] = opens ? call.Name : null;
        }

        function["arguments"] = text;
        var item = new JsonObject { ["index"] = index };
        if (opens || dialect.HasTgiChunks)
        {
            item["id"] = call.Id;
            item["type"] = "function";
        }

        item["function"] = function;
        var delta = new JsonObject { ["tool_calls"] = new JsonArray(item) };
        if (dialect.HasTgiChunks)
        {
            delta["role"] = "assistant";
        }

        return delta;
    }

    private JsonObject Chunk(ChatReply choice, JsonObject delta, GeneratedToken? token = null)
    {
        JsonObject chunk = _envelope.DeepClone().AsObject();
        chunk["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = choice.Index,
            ["delta"] = delta,
            ["logprobs"] = token is null ? null : OpenAiParts.ChatLogprobs(dialect, chat, [token]),
            ["finish_reason"] = null,
        });
        dialect.Complete(chunk, request, isChunk: true);
        return chunk;
    }
}
