using System.Text.RegularExpressions;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>
/// Decides which tool an answer calls. When one is required, the one nearest to the user's words. When the model may choose, the
/// one with a word of its name in the user's words, common verbs such as "get" aside; after a tool's result, none.
/// </summary>
internal static partial class ToolPicker
{
    private static readonly HashSet<string> s_common =
    [
        "get", "set", "fetch", "find", "search", "list", "create", "make", "do", "run", "call", "use", "new", "current", "all", "my", "the",
        "a", "an", "of", "in", "on", "for", "to", "by", "from", "with", "and", "or", "is", "tool", "function", "query", "lookup", "look", "up", "show",
    ];

    public static ChatTool? Pick(ChatRequest chat)
    {
        string words = ChatMessages.LastUserText(chat.Messages);
        return chat.Choice.Kind switch
        {
            ToolChoice.Named => chat.Tools.FirstOrDefault(tool => tool.Name == chat.Choice.Name),
            ToolChoice.Required => chat.Tools.MaxBy(tool => Nearness(tool, words)),
            ToolChoice.Auto when ChatMessages.LastRole(chat.Messages) == "user" => chat.Tools.Where(tool => IsAskedFor(tool, words)).MaxBy(tool => Nearness(tool, words)),
            _ => null,
        };
    }

    private static double Nearness(ChatTool tool, string words) =>
        EmbeddingModel.Similarity($"{SplitName(tool.Name)} {tool.Description}", words) + (IsAskedFor(tool, words) ? 1 : 0);

    private static bool IsAskedFor(ChatTool tool, string words)
    {
        HashSet<string> said = [.. WordSplitter.Words(words).Select(WordSplitter.Stem)];
        return words.Contains(tool.Name, StringComparison.OrdinalIgnoreCase)
            || WordSplitter.Words(SplitName(tool.Name)).Any(word => !s_common.Contains(word) && said.Contains(WordSplitter.Stem(word)));
    }

    private static string SplitName(string name) => NameBorder().Replace(name, " ");

    [GeneratedRegex(@"[_\-.]+|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex NameBorder();
}
