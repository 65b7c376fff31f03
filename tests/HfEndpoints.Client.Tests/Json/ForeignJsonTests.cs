using System.Text;
using System.Text.Json;

namespace HfEndpoints.Client.Tests;

public sealed class ForeignJsonTests
{
    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "utf-8", Encoding.UTF8.GetBytes("""{"a":"é"}""") },
        { "utf-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""{"a":"é"}""")] },
        { "utf-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("""{"a":"é"}""")] },
        { "utf-16, big end first", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("""{"a":"é"}""")] },
        { "utf-32", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes("""{"a":"é"}""")] },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void AMarkShowsTheEncoding(string name, byte[] bytes)
    {
        Assert.NotEmpty(name);
        Assert.Equal("é", ForeignJson.Parse(bytes, mask: null).GetProperty("a").GetString());
    }

    [Fact]
    public void TheMediaTypeShowsTheEncodingOfWhatIsNotUtf8()
    {
        byte[] latin = Encoding.Latin1.GetBytes("""{"a":"é"}""");

        Assert.Equal("é", ForeignJson.Parse(latin, mask: null, "ISO-8859-1").GetProperty("a").GetString());
        Assert.Throws<JsonException>(() => ForeignJson.Parse(latin, mask: null));
        Assert.Throws<JsonException>(() => ForeignJson.Parse(latin, mask: null, "no-such-charset"));
        Assert.Equal("\ufffd", ForeignJson.Parse(latin, new SecretMask()).GetProperty("a").GetString());
    }

    [Theory]
    [InlineData("""{"a":"x\ud83d"}""", "x\ufffd")]
    [InlineData("""{"a":"\ude00x"}""", "\ufffdx")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", "\ufffd\ud83d\ude00")]
    [InlineData("""{"a":"\uD83D","b":"\uDE00"}""", "\ufffd")]
    [InlineData("""{"\ud83d":1,"a":"x"}""", "x")]
    public void HalfASurrogateIsAnErrorWhereCharactersCount(string json, string lenient)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);

        Assert.Throws<JsonException>(() => ForeignJson.Parse(bytes, mask: null));
        Assert.Equal(lenient, ForeignJson.Parse(bytes, new SecretMask()).GetProperty("a").GetString());
    }

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00"}""", "\ud83d\ude00")]
    [InlineData("""{"a":"\\ud83d"}""", "\\ud83d")]
    [InlineData("""{"a":"\\\\"}""", "\\\\")]
    [InlineData("""{"a":"NaN, \"Infinity"}""", "NaN, \"Infinity")]
    public void WholeTextsStayAsTheyAre(string json, string text) =>
        Assert.Equal(text, Parse(json).GetProperty("a").GetString());

    [Fact]
    public void WhatIsNotANumberIsNull() => Assert.Equal(
        """{"a":[null,null,null,1],"b":null}""",
        JsonSerializer.Serialize(Parse("""{"a":[NaN,Infinity,-Infinity,1],"b":NaN}""")).Replace(" ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""[{"b":{"a":1,"c":{},"a":1}}]""")]
    [InlineData("""{"a":1,"\u0061":1}""")]
    public void AMemberThatIsThereTwiceIsAnError(string json) => Assert.Throws<JsonException>(() => Parse(json));

    [Fact]
    public void TheSameMemberOfOtherObjectsIsNone() =>
        Assert.Equal(JsonValueKind.Object, Parse("""{"a":{"a":[{"a":1},{"a":1}]},"\u0062":1}""").ValueKind);

    [Fact]
    public void DepthIsBounded()
    {
        Assert.Equal(JsonValueKind.Array, Parse(Deep(JsonLimits.MaxDepth)).ValueKind);
        Assert.ThrowsAny<JsonException>(() => Parse(Deep(JsonLimits.MaxDepth + 1)));
        Assert.ThrowsAny<JsonException>(() => Parse(new string('[', 1_000_000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("\ufeff")]
    [InlineData("""{"a":"\u12"}""")]
    [InlineData("""{"a":"\ud83""")]
    [InlineData("""{"a":"\""")]
    [InlineData("NaNN")]
    public void WhatIsNotJsonIsAnError(string json) => Assert.ThrowsAny<JsonException>(() => Parse(json));

    [Fact]
    public void AFieldOfAnotherKindCostsThatFieldAlone()
    {
        WhoAmI account = ForeignJson.Read(
            Parse("""{"name":"alice","fullname":null,"type":7,"canPay":"perhaps","orgs":[{"name":"acme","type":[]},{"name":"globex"}]}"""),
            HfJson.Context.WhoAmI);

        Assert.Equal(("alice", "", null), (account.Name, account.Type, account.CanPay));
        Assert.Equal(["acme", "globex"], account.Organizations.Select(one => one.Name));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    public void WhatIsAnotherKindAltogetherIsAnError(string json) =>
        Assert.Throws<JsonException>(() => ForeignJson.Read(Parse(json), HfJson.Context.WhoAmI));

    private static JsonElement Parse(string json) => ForeignJson.Parse(Encoding.UTF8.GetBytes(json), mask: null);

    private static string Deep(int depth) => new string('[', depth) + new string(']', depth);

    [Theory]
    [InlineData("2026-01-02T03:04:05.123456789Z")]
    [InlineData("2026-01-02T03:04:05.123456799")]
    [InlineData("2026-01-02T05:04:05.1234567+02:00")]
    public void ATimeWithMoreDigitsIsNeverLaterThanItWas(string text)
    {
        using JsonDocument json = JsonDocument.Parse($$"""{"time":"{{text}}"}""");

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567), json.RootElement.TimeOf("time"));
    }
}
