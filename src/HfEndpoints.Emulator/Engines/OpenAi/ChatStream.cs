namespace HfEndpoints.Emulator;

/// <summary>Sends a chat's answer piece by piece.</summary>
internal sealed class ChatStream(EngineRequest request, OpenAiChatRequest chat, ChatTurn turn)
{
    private readonly OpenAiDialect _dialect = chat.Fields.Dialect;
    private readonly JsonMap _envelope = OpenAiParts.Envelope(
        request, chat.Fields.Dialect, "chat.completion.chunk", chat.Fields.Dialect.NewId(request, "chatcmpl"), chat.Model);

    public async Task SendAsync(int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        await events.StartAsync();
        if (!_dialect.HasTgiChunks)
        {
            await events.SendManyAsync(turn.Choices.Select(choice => ServerSentEvents.Write(Chunk(choice, Opening(choice)))));
        }

        int sent = 0;
        int total = turn.Choices.Max(choice => choice.Generation.Tokens.Count);
        List<IEnumerator<JsonMap>> open = [.. turn.Choices.Select(choice => Chunks(choice).GetEnumerator())];
        while (open.Count > 0)
        {
            await request.ThinkAsync(total);
            if (sent++ >= failAfter)
            {
                await _dialect.SendErrorAsync(events, request, _dialect.GenerationFailed());
                await (_dialect.EndsBrokenStream ? events.SendAsync("[DONE]") : Task.CompletedTask);
                return;
            }

            // All choices are written at the same time, a token of each by turns.
            open.RemoveAll(chunks => !chunks.MoveNext());
            foreach (IEnumerator<JsonMap> chunks in open)
            {
                await events.SendAsync(chunks.Current);
            }
        }

        if (chat.IncludeUsage)
        {
            JsonMap last = new(_envelope) { ["choices"] = Array.Empty<object>(), ["usage"] = turn.Usage() };
            _dialect.Complete(last, request, isChunk: true);
            await events.SendAsync(last);
        }

        await events.SendAsync("[DONE]");
    }

    private IEnumerable<JsonMap> Chunks(ChatReply choice)
    {
        if (choice.Reasoning is Generation reasoning && _dialect.ReasoningField(request, chat) is string field)
        {
            foreach ((GeneratedToken token, string text) in ChatReply.Pieces(reasoning).Where(piece => piece.Text.Length > 0))
            {
                yield return Chunk(choice, new JsonMap { [field] = text }, token);
            }
        }

        (GeneratedToken Token, string Text, object Delta)[] pieces = [.. Pieces(choice)];
        for (int i = 0; i < pieces.Length; i++)
        {
            bool isLast = i == pieces.Length - 1 && !_dialect.EndsWithOwnChunk;
            // A piece that only ends the answer, or of which a stop sequence has left nothing, goes out with the reason only.
            if (isLast || pieces[i].Text.Length > 0 || _dialect.HasTgiChunks)
            {
                yield return Chunk(choice, pieces[i].Delta, pieces[i].Token, isLast);
            }
        }

        if (_dialect.EndsWithOwnChunk)
        {
            yield return Chunk(choice, new { }, isLast: true);
        }
    }

    private IEnumerable<(GeneratedToken Token, string Text, object Delta)> Pieces(ChatReply choice) => choice.Calls.Count == 0
        ? ChatReply.Pieces(choice.Generation).Select(piece => (piece.Token, piece.Text, TextDelta(piece.Text)))
        : choice.Calls.SelectMany((call, index) => ChatReply.Pieces(call.Arguments)
            .Select((piece, position) => (piece.Token, piece.Text, CallDelta(call, index, piece.Text, opens: position == 0))));

    private object Opening(ChatReply choice) =>
        new { role = "assistant", content = choice.Calls.Count == 0 ? _dialect.OpeningContent : null };

    private object TextDelta(string text) => _dialect.HasTgiChunks ? new { role = "assistant", content = text } : new { content = text };

    private object CallDelta(ToolCall call, int index, string text, bool opens)
    {
        if (!opens && !_dialect.HasTgiChunks)
        {
            return new { tool_calls = new[] { new { index, function = new { arguments = text } } } };
        }

        var function = new { name = opens ? call.Name : null, arguments = text };
        var calls = new[] { new { index, id = call.Id, type = "function", function } };
        return _dialect.HasTgiChunks ? new { tool_calls = calls, role = "assistant" } : new { tool_calls = calls };
    }

    private JsonMap Chunk(ChatReply choice, object delta, GeneratedToken? token = null, bool isLast = false)
    {
        JsonMap fields = new()
        {
            ["index"] = choice.Index,
            ["delta"] = delta,
            ["logprobs"] = token is null ? null : OpenAiParts.ChatLogprobs(chat, [token]),
            ["finish_reason"] = isLast ? _dialect.ReasonFor(choice.Generation, choice.Calls.Count > 0) : null,
        };
        JsonMap chunk = new(_envelope) { ["choices"] = new[] { fields } };
        _dialect.Complete(chunk, request, isChunk: true);
        if (isLast)
        {
            _dialect.CompleteChoice(fields, choice.Generation, isChunk: true);
            if (!chat.IncludeUsage)
            {
                _dialect.CompleteLast(chunk, request, turn.Usage());
            }
        }

        return chunk;
    }
}
