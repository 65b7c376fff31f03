namespace HfEndpoints.Emulator;

/// <summary>
/// Decides which tools an answer calls. When one is required, the one nearest to the user's words. When the model may choose,
/// those with a word of their name in the user's words, common verbs such as "get" aside; after a tool's result, none. Of
/// several, the nearest is called unless the server calls tools in parallel.
/// </summary>
internal static partial class ToolPicker
{
    private const string Common =
        "get set fetch find search list create make do run call use new current all my the a an of in on for to by from with and or is "
        + "tool function query lookup look up show";

    public static IReadOnlyList<ChatTool> Pick(OpenAiChatRequest chat, bool inParallel)
    {
        string words = ChatMessages.LastUserText(chat.Messages);
        ChatTool[] asked = [.. chat.Tools.Where(tool => IsAskedFor(tool, words))];
        return chat.Choice.Kind switch
        {
            ToolChoice.Named => [.. chat.Tools.Where(tool => tool.Name == chat.Choice.Name).Take(1)],
            ToolChoice.Required when inParallel && asked.Length > 0 => asked,
            ToolChoice.Required => Nearest(chat.Tools, words),
            ToolChoice.Auto when ChatMessages.LastRole(chat.Messages) == "user" => inParallel ? asked : Nearest(asked, words),
            _ => [],
        };
    }

    private static IReadOnlyList<ChatTool> Nearest(IEnumerable<ChatTool> tools, string words) =>
        tools.MaxBy(tool => Nearness(tool, words)) is ChatTool nearest ? [nearest] : [];

    private static double Nearness(ChatTool tool, string words) =>
        ToyModels.Similarity($"{SplitName(tool.Name)} {tool.Description}", words) + (IsAskedFor(tool, words) ? 1 : 0);

    private static bool IsAskedFor(ChatTool tool, string words)
    {
        HashSet<string> said = [.. ToyModels.Stems(words).Except(ToyModels.Stems(Common))];
        return words.Contains(tool.Name, StringComparison.OrdinalIgnoreCase) || ToyModels.Stems(SplitName(tool.Name)).Any(said.Contains);
    }

    private static string SplitName(string name) => NameBorder().Replace(name, " ");

    [GeneratedRegex(@"[_\-.]+|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex NameBorder();
}
