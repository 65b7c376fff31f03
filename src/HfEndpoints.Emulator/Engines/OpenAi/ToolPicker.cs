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

    public static IReadOnlyList<ChatTool> Pick(IToyModels models, OpenAiChatRequest chat, bool inParallel)
    {
        string words = ChatMessages.LastUserText(chat.Messages);
        ChatTool[] asked = [.. chat.Tools.Where(tool => IsAskedFor(models, tool, words))];
        return chat.Choice.Kind switch
        {
            ToolChoice.Named => [.. chat.Tools.Where(tool => tool.Name == chat.Choice.Name).Take(1)],
            ToolChoice.Required when inParallel && asked.Length > 0 => asked,
            ToolChoice.Required => Nearest(models, chat.Tools, words),
            ToolChoice.Auto when ChatMessages.LastRole(chat.Messages) == "user" => inParallel ? asked : Nearest(models, asked, words),
            _ => [],
        };
    }

    private static IReadOnlyList<ChatTool> Nearest(IToyModels models, IEnumerable<ChatTool> tools, string words) =>
        tools.MaxBy(tool => Nearness(models, tool, words)) is ChatTool nearest ? [nearest] : [];

    private static double Nearness(IToyModels models, ChatTool tool, string words) =>
        models.Similarity($"{SplitName(tool.Name)} {tool.Description}", words) + (IsAskedFor(models, tool, words) ? 1 : 0);

    private static bool IsAskedFor(IToyModels models, ChatTool tool, string words)
    {
        HashSet<string> said = [.. models.Stems(words).Except(models.Stems(Common))];
        return words.Contains(tool.Name, StringComparison.OrdinalIgnoreCase) || models.Stems(SplitName(tool.Name)).Any(said.Contains);
    }

    private static string SplitName(string name) => NameBorder().Replace(name, " ");

    [GeneratedRegex(@"[_\-.]+|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex NameBorder();
}
