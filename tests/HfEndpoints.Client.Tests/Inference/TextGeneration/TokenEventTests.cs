using System.Text;
using System.Text.Json;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>The quick way of an event, which must read what the usual one reads, or leave the event to it.</summary>
public sealed class TokenEventTests
{
    private const string Token = """{"id":7,"text":"gr\u00fcn \ud83c\udf75","logprob":-0.5,"special":false}""";

    [Theory]
    [InlineData($$$"""{"index":1,"token":{{{Token}}},"generated_text":null,"details":null}""")]
    [InlineData($$$""" {"token" : {{{Token}}} } """)]
    [InlineData($$$"""{"top_tokens":null,"token":{"text":"a","special":true}}""")]
    [InlineData("""{"token":{}}""")]
    [InlineData("""{"token":{"id":-9223372036854775808,"text":"","logprob":1e-3}}""")]
    public void AnEventOfATokenIsReadAsInTheUsualWay(string text)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        var format = new GeneratedTextFormat("prompt");

        HfGeneratedTextChunk? quick = text.StartsWith('{') ? format.TryRead(json) : format.TryRead(json.AsSpan()[1..]);

        Assert.NotNull(quick);
        HfGeneratedTextChunk usual = Assert.Single(format.Read(JsonDocument.Parse(json).RootElement));
        Assert.Equal(usual with { TopTokens = [] }, quick with { TopTokens = [] });
        Assert.Empty(quick.TopTokens);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[DONE]")]
    [InlineData("{")]
    [InlineData("""{"index":1}""")]
    [InlineData("""{"token":null}""")]
    [InlineData($$$"""{"token":{{{Token}}},"token":{{{Token}}} }""")]
    [InlineData("""{"token":{"id":1,"id":2}}""")]
    [InlineData("""{"token":{"id":1.5}}""")]
    [InlineData("""{"token":{"id":"1"}}""")]
    [InlineData("""{"token":{"logprob":1e999}}""")]
    [InlineData("""{"token":{"text":null}}""")]
    [InlineData("""{"token":{"text":"\ud83c"}}""")]
    [InlineData($$$"""{"token":{{{Token}}},"generated_text":"grün"}""")]
    [InlineData($$$"""{"token":{{{Token}}},"details":{}}""")]
    [InlineData($$$"""{"token":{{{Token}}},"top_tokens":[]}""")]
    [InlineData($$$"""{"token":{{{Token}}},"error":"Model is overloaded"}""")]
    [InlineData($$$"""{"token":{{{Token}}},"other":null}""")]
    [InlineData("""{"token":{"id":7,"other":true}}""")]
    [InlineData($$$"""{"token":{{{Token}}} } {}""")]
    [InlineData("""{"token":{"id":7}""")]
    public void EverythingElseIsLeftToTheUsualWay(string text) => Assert.Null(TokenEvent.TryRead(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void TextThatIsNotValidIsLeftToTheUsualWay() =>
        Assert.Null(TokenEvent.TryRead([.. "{\"token\":{\"text\":\""u8, 0xC3, .. "\"}}"u8]));
}
