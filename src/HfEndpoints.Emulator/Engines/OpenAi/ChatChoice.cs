using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>One of the answers to a chat: text, or the call of a tool whose arguments the generated text is.</summary>
internal sealed record ChatChoice(int Index, Generation Generation, ToolCall? Call)
{
    /// <summary>The generated pieces as they go out, without the blank that a first word begins with.</summary>
    public IEnumerable<(GeneratedToken Token, string Text)> Pieces()
    {
        bool isFirst = true;
        foreach (GeneratedToken token in Generation.Tokens)
        {
            string text = token.IsSpecial ? "" : token.Text;
            yield return (token, isFirst ? text.TrimStart() : text);
            isFirst = false;
        }
    }

    public string Text => string.Concat(Pieces().Select(piece => piece.Text));
}
