using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Sends a chat's answer piece by piece.</summary>
internal sealed class ChatStream(EngineRequest request, OpenAiDialect dialect, ChatRequest chat, IReadOnlyList<ChatChoice> choices)
{
    private readonly JsonObject _envelope = OpenAiParts.Envelope(
        request, dialect, "chat.completion.chunk", dialect.NewId(request, "chatcmpl"), chat.Model);

    public async Task SendAsync(int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        await events.StartAsync().ConfigureAwait(false);
        if (!dialect.HasTgiChunks)
        {
            await events.SendManyAsync(choices.Select(choice => Chunk(choice, new JsonObject { ["role"] = "assistant", ["content"] = choice.Call is null ? "" : null }).ToJsonString(HttpAnswers.Json)))
                .ConfigureAwait(false);
        }

        int sent = 0;
        int total = choices.Max(choice => choice.Generation.Tokens.Count);
        List<IEnumerator<JsonObject>> open = [.. choices.Select(choice => Chunks(choice).GetEnumerator())];
        while (open.Count > 0)
        {
            await request.ThinkAsync(total).ConfigureAwait(false);
            if (sent >= failAfter)
            {
                await FailAsync(events).ConfigureAwait(false);
                return;
            }

            // All choices are written at the same time, a token of each by turns.
            open.RemoveAll(chunks => !chunks.MoveNext());
            foreach (IEnumerator<JsonObject> chunks in open)
            {
                await events.SendAsync(chunks.Current).ConfigureAwait(false);
            }

            sent++;
        }

        if (chat.IncludeUsage)
        {
            JsonObject last = _envelope.DeepClone().AsObject();
            last["choices"] = new JsonArray();
            last["usage"] = OpenAiParts.Usage([.. choices.Select(choice => choice.Generation)]);
            dialect.Complete(last, request, isChunk: true);
            await events.SendAsync(last).ConfigureAwait(false);
        }

        await events.SendAsync("[DONE]").ConfigureAwait(false);
    }

    private async Task FailAsync(ServerSentEvents events)
    {
        await events.SendAsync(dialect.StreamedErrorBody(dialect.GenerationFailed())).ConfigureAwait(false);
        if (dialect.EndsBrokenStream)
        {
            await events.SendAsync("[DONE]").ConfigureAwait(false);
        }
    }

    private IEnumerable<JsonObject> Chunks(ChatChoice choice)
    {
        (GeneratedToken Token, string Text)[] pieces = [.. choice.Pieces()];
        for (int i = 0; i < pieces.Length; i++)
        {
            bool isLast = i == pieces.Length - 1;
            // A piece that only ends the answer, or of which a stop sequence has left nothing, goes out with the reason only.
            if (!isLast && pieces[i].Text.Length == 0 && !dialect.HasTgiChunks)
            {
                continue;
            }

            JsonObject delta = choice.Call is ToolCall call ? CallDelta(call, pieces[i].Text, i) : TextDelta(pieces[i].Text);
            JsonObject chunk = Chunk(choice, delta, pieces[i].Token);
            if (isLast)
            {
                JsonObject last = chunk["choices"]![0]!.AsObject();
                last["finish_reason"] = dialect.FinishReason(choice.Generation, choice.Call is not null);
                dialect.CompleteChoice(last, choice.Generation, isChunk: true);
            }

            yield return chunk;
        }
    }

    private JsonObject TextDelta(string text) => dialect.HasTgiChunks
        ? new JsonObject { ["role"] = "assistant", ["content"] = text }
        : new JsonObject { ["content"] = text };

    private JsonObject CallDelta(ToolCall call, string text, int position)
    {
        bool opens = position == 0;
        var function = new JsonObject();
        if (opens || dialect.HasTgiChunks)
        {
            function["name"] = opens ? call.Name : null;
        }

        function["arguments"] = text;
        var item = new JsonObject { ["index"] = 0 };
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

    private JsonObject Chunk(ChatChoice choice, JsonObject delta, GeneratedToken? token = null)
    {
        JsonObject chunk = _envelope.DeepClone().AsObject();
        chunk["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = choice.Index,
            ["delta"] = delta,
            ["logprobs"] = token is null ? null : OpenAiParts.ChatLogprobs(chat, [token], !dialect.HasTgiChunks),
            ["finish_reason"] = null,
        });
        dialect.Complete(chunk, request, isChunk: true);
        return chunk;
    }
}
