using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Has the model answer a chat, once for each choice asked for.</summary>
internal static class ChatTurn
{
    public static IReadOnlyList<ChatChoice> Run(EngineRequest request, OpenAiDialect dialect, ChatRequest chat)
    {
        string prompt = dialect.Prompt(request, chat);
        int maxTokens = dialect.CheckLength(request, prompt, chat.MaxTokens, chat.Fields);
        ChatTool? tool = dialect.PickTool(request, chat);
        ulong seed = request.Services.Random.NextSeed();
        var choices = new List<ChatChoice>();
        int count = dialect.HasChoices ? chat.Sampling.Choices : 1;
        for (int i = 0; i < count; i++)
        {
            GenerationOptions options = chat.Sampling.Options(prompt, maxTokens, i, seed) with
            {
                TopTokens = chat.TopLogprobs,
                KeepStop = dialect.KeepsStop,
                Forced = Forced(request, dialect, chat, tool, prompt, i),
            };
            ToolCall? call = tool is null ? null : new ToolCall(dialect.ToolCallId(request, chat), tool.Name, options.Forced!);
            choices.Add(new ChatChoice(i, request.Generate(options), call));
        }

        request.Load.Count(choices.Select(choice => choice.Generation));
        return choices;
    }

    /// <summary>JSON that a tool's parameters or the wanted format decide; null when the model is free.</summary>
    private static string? Forced(EngineRequest request, OpenAiDialect dialect, ChatRequest chat, ChatTool? tool, string prompt, int choice) =>
        (tool?.Parameters ?? chat.Schema) is JsonNode schema
            ? SchemaWriter.Write(request, dialect, schema, unchecked((chat.Sampling.Seed ?? 0) + choice), prompt)
            : null;
}
