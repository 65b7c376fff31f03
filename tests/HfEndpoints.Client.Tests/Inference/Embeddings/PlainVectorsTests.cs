using System.Text;
using System.Text.Json;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>The quick way of vectors, which must read what the usual one reads, or leave the answer to it.</summary>
public sealed class PlainVectorsTests
{
    private static readonly string[] s_texts = ["a", "b"];

    [Theory]
    [InlineData("[[1,-2],[0.1,3e-5]]")]
    [InlineData(" [ [ 1 ] , [ 2 , 3 ] ] ")]
    [InlineData("""{"object":"list","data":[{"object":"embedding","embedding":[1],"index":0},{"index":1,"embedding":[2]}],"model":"m"}""")]
    [InlineData("""{"usage":{"prompt_tokens":1,"data":[]},"data":[{"embedding":[1]},{"more":[[1]],"embedding":[2]}]}""")]
    public void VectorsAreReadAsInTheUsualWay(string json)
    {
        IReadOnlyList<HfEmbedding>? quick = EmbeddingReader.TryRead(Encoding.UTF8.GetBytes(json), s_texts);

        IReadOnlyList<HfEmbedding?> usual = EmbeddingReader.Read(JsonDocument.Parse(json).RootElement, s_texts);
        Assert.Equal(usual.Select(Describe), quick?.Select(Describe));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"data\"")]
    [InlineData("[]")]
    [InlineData("[[1]]")]
    [InlineData("[[1],[2],[3]]")]
    [InlineData("[[1],[]]")]
    [InlineData("[[1],[null]]")]
    [InlineData("[[1],[1e999]]")]
    [InlineData("[[1],[\"2\"]]")]
    [InlineData("[[1],[[2]]]")]
    [InlineData("[[1],\"AACAPw==\"]")]
    [InlineData("[1,2]")]
    [InlineData("{}")]
    [InlineData("""{"embeddings":[[1],[2]]}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[{"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":1},{"embedding":[2],"index":0}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":"0"},{"embedding":[2],"index":1}]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":null}]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":{"a":2} }]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"index":1}]}""")]
    public void EverythingElseIsLeftToTheUsualWay(string json) =>
        Assert.Null(PlainVectors.TryRead(Encoding.UTF8.GetBytes(json), s_texts.Length));

    [Theory]
    [InlineData("")]
    [InlineData("[[1],[2]")]
    [InlineData("[[1],[2]]]")]
    [InlineData("[[1],[02]]")]
    public void BrokenJsonIsAnError(string json) =>
        Assert.ThrowsAny<JsonException>(() => PlainVectors.TryRead(Encoding.UTF8.GetBytes(json), s_texts.Length));

    private static string Describe(HfEmbedding? embedding) =>
        $"{embedding?.Index} {embedding?.Text} {string.Join(' ', embedding?.Embedding ?? [])} {embedding?.TokenEmbedding.Length}";
}
