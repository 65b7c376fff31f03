using HfEndpoints.Client.Inference;
using System.Text.Json;

namespace HfEndpoints.Client.Tests;

public sealed class ForeignJsonTests
{
    [Theory]
    [InlineData("""[NaN,Infinity,-Infinity,1]""", "[null,null,null,1]")]
    [InlineData("""{"a":NaN,"b":"NaN, \" Infinity","c":"\\"}""", """{"a":null,"b":"NaN, \" Infinity","c":"\\"}""")]
    [InlineData("\uFEFF[1]", "[1]")]
    public async Task NumbersThatAreNoneInJsonAreNull(string answer, string expected) =>
        Assert.Equal(expected, (await ReadAsync(answer)).GetRawText());

    [Fact]
    public async Task DeepNestingIsRead()
    {
        string answer = new string('[', 200) + new string(']', 200);

        Assert.Equal(answer, (await ReadAsync(answer)).GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[NaN")]
    [InlineData("nan")]
    [InlineData("[Nan]")]
    public async Task WhatIsNotJsonIsTheServersFault(string answer) =>
        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => ReadAsync(answer));

    private static async Task<JsonElement> ReadAsync(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));
        return (await server.Client().GetTaskClient(new InferenceTarget(server.Address)).RunRawAsync([]).WithinDeadlineAsync()).Json!.Value;
    }
}
