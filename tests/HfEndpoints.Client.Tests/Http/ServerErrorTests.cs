namespace HfEndpoints.Client.Tests;

public sealed class ServerErrorTests
{
    [Theory]
    [InlineData(
        """{"error":"Forbidden: Payment method required for namespace: alice","code":"FORBIDDEN"}""",
        "Forbidden: Payment method required for namespace: alice",
        "FORBIDDEN")]
    [InlineData("""{"error":"plain"}""", "plain", null)]
    [InlineData("""{"error":"Model is overloaded","error_type":"overloaded"}""", "Model is overloaded", "overloaded")]
    [InlineData("""{"error":"invalid_grant","error_description":"The token has expired"}""", "The token has expired", null)]
    [InlineData("""{"error":["first","second"]}""", "first; second", null)]
    [InlineData("""{"error":[{"message":"first"},{"message":"second"}]}""", "first; second", null)]
    [InlineData("""{"errors":[{"message":"first"},{"message":"second"}]}""", "first; second", null)]
    [InlineData("""{"errors":["first"]}""", "first", null)]
    [InlineData(
        """{"error":{"message":"no such model","type":"NotFoundError","param":null,"code":404}}""", "no such model", "NotFoundError")]
    [InlineData("""{"error":{"message":"bad","http_status_code":422}}""", "bad", null)]
    [InlineData("""{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", "Loading model", "unavailable_error")]
    [InlineData("""{"error":{"message":"bad","code":7}}""", "bad", "7")]
    [InlineData("""{"error":{"what":1}}""", """{"what":1}""", null)]
    [InlineData("""{"object":"error","message":"flat","type":"BadRequestError","param":null,"code":400}""", "flat", "400")]
    [InlineData("""{"message":"of an embedding","type":"validation"}""", "of an embedding", "validation")]
    [InlineData("""{"detail":"Not Found"}""", "Not Found", null)]
    [InlineData("""{"message":"short","detail":"long","type":"of all","error_type":"of this"}""", "short", "of this")]
    [InlineData("""{"error":null,"message":"beside"}""", "beside", null)]
    [InlineData("""{"unknown":"shape"}""", """{"unknown":"shape"}""", null)]
    [InlineData("""{"error":"half""", """{"error":"half""", null)]
    [InlineData("[1,2]", "[1,2]", null)]
    public async Task EveryShapeOfJsonIsRead(string body, string message, string? code)
    {
        HfException exception = await FailAsync(RawConnection.Json(body, 400));

        Assert.Equal(message, exception.ServerMessage);
        Assert.Equal(code, exception.ErrorCode);
        Assert.Equal(400, (int)exception.StatusCode!);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task ATextIsTheMessage(int status)
    {
        const string Text = "Failed to parse the request body as JSON: model.task: expected value at line 1 column 257";

        HfException exception = await FailAsync(connection => connection.AnswerAsync(status, Text, "text/plain; charset=utf-8"));

        Assert.Equal(Text, exception.ServerMessage);
        Assert.Equal(HfErrorKind.InvalidRequest, exception.Kind);
        Assert.Null(exception.ErrorCode);
        Assert.Contains(Text, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", "text/html", "an HTML page, '502 Bad Gateway'")]
    [InlineData("<html><title>\n a &amp; b </title></html>", null, "an HTML page, 'a & b'")]
    [InlineData("<!doctype html><p>oops", "text/html", "an HTML page")]
    [InlineData("oops", "text/html", "an HTML page")]
    [InlineData("oops</title>", "text/html", "an HTML page")]
    [InlineData("<TITLE>Sign in</TITLE>", null, "an HTML page, 'Sign in'")]
    public async Task APageIsReportedByItsTitle(string page, string? type, string expected)
    {
        HfException exception = await FailAsync(connection => connection.AnswerAsync(400, page, type));

        Assert.Equal(expected, exception.ServerMessage);
    }

    [Fact]
    public async Task AnEmptyAnswerIsReportedByItsStatus()
    {
        HfException exception = await FailAsync(RawConnection.Status(404));

        Assert.Equal("", exception.ServerMessage);
        Assert.Contains("Some Reason (HTTP 404)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerWithoutBodyMaySayItInAHeader()
    {
        HfException exception = await FailAsync(RawConnection.Status(404, "X-Error-Message: Repository not found"));

        Assert.Equal("Repository not found", exception.ServerMessage);
    }

    [Theory]
    [InlineData(2_000, "")]
    [InlineData(200_000, "…")]
    public async Task ALongTextIsCut(int length, string end)
    {
        HfException exception = await FailAsync(connection => connection.AnswerAsync(400, new string('x', length), "text/plain"));

        Assert.Equal(new string('x', 2_000) + end, exception.ServerMessage);
    }

    [Theory]
    [InlineData("abc", "x-request-id: abc")]
    [InlineData("abc", "X-Request-Id: abc", "X-Amzn-Trace-Id: def", "x-amz-cf-id: ghi")]
    [InlineData("def", "x-amz-cf-id: ghi", "X-Amzn-Trace-Id: def")]
    [InlineData("ghi", "x-amz-cf-id: ghi")]
    [InlineData(null)]
    public async Task TheRequestsIdIsFoundWhereverItStands(string? id, params string[] headers)
    {
        HfException exception = await FailAsync(RawConnection.Json("""{"error":"no"}""", 400, headers));

        Assert.Equal(id, exception.RequestId);
        Assert.EndsWith(id is null ? "no (HTTP 400)." : $"no (HTTP 400, request id {id}).", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheServicesOwnRefusalsHaveTheirKinds()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e");
        HfClient client = service.Client;

        HfException missing = await Expect.ApiErrorAsync(
            HfErrorKind.EndpointNotFound, () => client.Endpoints.GetAsync("acme", "none"));
        await Expect.ApiErrorAsync(HfErrorKind.Forbidden, () => client.Endpoints.GetAsync("initech", "e"));
        await Expect.ApiErrorAsync(
            HfErrorKind.InvalidRequest, () => client.Endpoints.UpdateAsync("acme", "e", new() { InstanceType = "abacus" }));
        await Expect.ApiErrorAsync(HfErrorKind.InvalidRequest, () => client.Endpoints.ScaleToZeroAsync("acme", "e"));
        await Expect.ApiErrorAsync(
            HfErrorKind.TokenNotSet,
            () => service.ClientWith(options => options with { Token = null }).Endpoints.GetAsync("acme", "e"));

        Assert.Equal("NOT_FOUND", missing.ErrorCode);
        Assert.NotNull(missing.RequestId);
        Assert.Contains("'none'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'acme'", missing.Message, StringComparison.Ordinal);
    }

    private static async Task<HfException> FailAsync(Func<RawConnection, Task> answer)
    {
        await using var server = new RawServer(answer);
        return await Assert.ThrowsAsync<HfException>(() => server.Client().Hub.WhoAmIAsync());
    }
}
