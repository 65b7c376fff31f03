using System.Security;

namespace HfEndpoints.Client.Tests;

public sealed class HfTokenTests
{
    [Theory]
    [InlineData("hf_abcdef")]
    [InlineData("  hf_abcdef  ")]
    [InlineData("hf_abcdef\r\n")]
    [InlineData("\thf_\r\nabc\ndef\r")]
    public async Task LineEndsAndBlanksAreCut(string text)
    {
        Assert.Equal("hf_abcdef", await TokenText.OfAsync(HfToken.FromText(text, "test")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n ")]
    public async Task ATextWithoutATokenIsNone(string? text)
    {
        HfToken? token = HfToken.FromText(text, "test");

        Assert.Null(token);
        Assert.Null(await TokenText.OfAsync(token));
    }

    [Fact]
    public async Task ASecureStringIsTakenLikeAText()
    {
        Assert.Equal("hf_secure", await TokenText.OfAsync(HfToken.FromSecureString(Secure("hf_secure\n"), "test")));
        Assert.Null(HfToken.FromSecureString(Secure(""), "test"));
    }

    [Fact]
    public void ATokenNeverShowsItself()
    {
        HfToken token = HfToken.FromText("hf_abcdef", "HF_TOKEN")!;
        var options = new HfClientOptions { Token = token };

        Assert.DoesNotContain("abcdef", $"{token}", StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", $"{options}", StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", System.Text.Json.JsonSerializer.Serialize(token), StringComparison.Ordinal);
        Assert.Equal("HF_TOKEN", token.Source);
    }

    [Fact]
    public void TokensAreComparedByValue()
    {
        HfToken token = HfToken.FromText("hf_abcdef", "here")!;

        Assert.True(HfToken.AreSame(null, null));
        Assert.True(HfToken.AreSame(token, token));
        Assert.True(HfToken.AreSame(token, HfToken.FromText("hf_abcdef\n", "there")));
        Assert.False(HfToken.AreSame(token, null));
        Assert.False(HfToken.AreSame(null, token));
        Assert.False(HfToken.AreSame(token, HfToken.FromText("hf_ABCDEF", "here")));
    }

    private static SecureString Secure(string text)
    {
        var value = new SecureString();
        foreach (char c in text)
        {
            value.AppendChar(c);
        }

        return value;
    }
}
