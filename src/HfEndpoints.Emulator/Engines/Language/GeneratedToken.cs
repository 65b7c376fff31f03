namespace HfEndpoints.Emulator.Models;

internal sealed record GeneratedToken(string Text, double LogProbability, IReadOnlyList<GeneratedToken> Alternatives, bool IsSpecial = false)
{
    public int Id => IsSpecial ? 2 : Tokenizer.Id(Text);
}
