using System.Text;
using System.Text.Json;

namespace HfEndpoints.Client.Tests;

public sealed class SecretMaskTests
{
    private const string Secret = "p@ss \"w/rd\\+9%zq&é\u20ac-value";
    private readonly SecretMask _mask = new();

    public SecretMaskTests() => _mask.Remember(Secret);

    public static TheoryData<string> Names => Spellings.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void EverySpellingIsMasked(string spelling)
    {
        string text = $"it is <{Spellings.Write(spelling, Secret)}>, ok?";

        string masked = _mask.Apply(text);

        Spellings.AssertNone(Secret, masked);
        Assert.StartsWith("it is <", masked, StringComparison.Ordinal);
        Assert.EndsWith(">, ok?", masked, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InJsonEverySpellingIsMaskedAndItStaysJson(string spelling)
    {
        string text = Spellings.Write(spelling, Secret);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { name = "e", list = new[] { text, "b" }, inner = new { text } });

        JsonElement masked = ForeignJson.Parse(json, _mask);

        Spellings.AssertNone(Secret, masked.GetRawText());
        Assert.Equal("e", masked.GetProperty("name").GetString());
        Assert.Equal("b", masked.GetProperty("list")[1].GetString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ABodyInPiecesOfAnySizeIsMasked(string spelling)
    {
        byte[] body = Encoding.UTF8.GetBytes($"before {Spellings.Write(spelling, Secret)}, between {Secret} after");
        var request = new HfRequest(HttpMethod.Get, new Uri("http://x")) { Action = "read it" };
        string whole = _mask.Apply(Encoding.UTF8.GetString(body));
        foreach (int size in (int[])[1, 2, 3, 5, 7, 11, 64])
        {
            using var stream = new MaskedStream(new PieceStream(body, size), request, _mask);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);

            string masked = Encoding.UTF8.GetString(copy.ToArray());
            Spellings.AssertNone(Secret, masked);
            Assert.Equal(whole, masked);
        }
    }

    [Theory]
    [InlineData("nothing of it: 100% \\ \"p@ss\" + %2 \\u00", null)]
    [InlineData("short ab12c stays", "ab12c")]
    [InlineData("a database of words stays", "database-password-1")]
    [InlineData("database", "database-password-1")]
    public void WhatIsNotASecretStaysTheSameObject(string text, string? remembered)
    {
        _mask.Remember(remembered);

        Assert.Same(text, _mask.Apply(text));
    }

    [Theory]
    [InlineData("is abcdef-12345678", "is ***")]
    [InlineData("is abcdef-123… not", "is ***… not")]
    [InlineData("is abcdef-123 not", "is abcdef-123 not")]
    public void APartOfACutSecretIsMasked(string text, string masked)
    {
        _mask.Remember("abcdef-12345678-90");

        Assert.Equal(masked, _mask.Apply(text));
    }

    [Fact]
    public void TheLongestOfSeveralIsMasked()
    {
        _mask.Remember("abcdefgh");
        Assert.Equal("***-ijklmnop", _mask.Apply("abcdefgh-ijklmnop"));
        _mask.Remember("abcdefgh-ijklmnop");

        Assert.Equal("*** and ***!", _mask.Apply("abcdefgh-ijklmnop and abcdefgh!"));
    }

    [Fact]
    public void TheLinesOfAKeyAreMaskedOneByOne()
    {
        _mask.Remember("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n  9w0BAQEFAASCBKcwggSj\t\r\nAgEAAoIBAQC7\nshort line\n");

        Assert.Equal("***", _mask.Apply("MIIEvQIBADANBgkqhkiG"));
        Assert.Equal("x *** y", _mask.Apply("x 9w0BAQEFAASCBKcwggSj y"));
        Assert.Equal("x *** short line", _mask.Apply("x AgEAAoIBAQC7 short line"));
    }

    [Fact]
    public void PublicMembersStayWhatTheyAre()
    {
        _mask.Remember("running");
        _mask.Remember("message");
        _mask.Remember("my-endpoint");
        _mask.Remember("my_frame");
        _mask.Remember("123456");
        byte[] json = Encoding.UTF8.GetBytes("""
            {"name":"my-endpoint","id":"my-endpoint-2","framework":"my_frame","type":"my_frame!",
             "status":{"state":"running","message":"is running my-endpoint"},"n":1234567,"pin":123456}
            """);

        Assert.Equal(
            """
            {"name":"my-endpoint","id":"my-endpoint-2","framework":"my_frame","type":"***!",
            "status":{"state":"running","message":"is *** ***"},"n":1234567,"pin":"***"}
            """.ReplaceLineEndings(""),
            ForeignJson.Parse(json, _mask).GetRawText());
    }

    [Fact]
    public void ATokenIsPublicNowhere()
    {
        _mask.Remember(TestClient.Token);

        Assert.Equal(
            """{"name":"***"}""",
            ForeignJson.Parse(Encoding.UTF8.GetBytes($$"""{"name":"{{TestClient.Token}}"}"""), _mask).GetRawText());
    }

    [Fact]
    public void TheOldestAreForgottenAtLast()
    {
        for (int i = 0; i < 2000; i++)
        {
            _mask.Remember($"secret-number-{i:0000}");
        }

        Assert.Equal($"{Secret} *** ***", _mask.Apply($"{Secret} secret-number-0000 secret-number-1999"));
    }

    [Fact]
    public void WhatIsSentAgainAndAgainIsNotForgotten()
    {
        for (int i = 0; i < 3000; i++)
        {
            _mask.Remember(Secret);
        }

        Assert.Equal("***", _mask.Apply(Secret));
    }

    [Fact]
    public void TheMaskOfAServiceIsOne() =>
        Assert.Same(SecretMask.ForService(new Uri("https://mask.test/v2")), SecretMask.ForService(new Uri("https://MASK.test/v3")));

    private sealed class PieceStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
