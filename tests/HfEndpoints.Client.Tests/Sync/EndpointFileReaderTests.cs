namespace HfEndpoints.Client.Tests;

public sealed class EndpointFileReaderTests
{
    [Fact]
    public void KeysAreReadInAnyCaseAndByTheirAliases()
    {
        EndpointEntry entry = Assert.Single(EndpointFileReader.ReadJson(
            """
            {
              // what runs in production
              "endpoints": [ { "name": "e", "namespace": "acme", "tags": "one", "minreplica": 0, "env": { "PORT": 80, "ON": true }, }, ],
            }
            """,
            "f.json"));

        Assert.Equal(("e", "acme"), (entry.Name, entry.Namespace));
        Assert.Equal("""{"MinReplica":0,"Env":{"PORT":"80","ON":"true"},"Tag":["one"]}""", entry.Settings.ToJsonString());
    }

    [Fact]
    public void AnImageIsCorrectedAsInACreate()
    {
        EndpointEntry entry = Assert.Single(EndpointFileReader.ReadJson(
            """
            { "Endpoints": [ { "Name": "e", "TensorParallelSize": 2,
              "CustomImage": { "vllm": { "url": "u", "health_route": "/h", "env": { "A": "1" } } } } ] }
            """,
            "f.json"));

        Assert.Equal(
            """{"CustomImage":{"vLLM":{"url":"u","healthRoute":"/h","tensorParallelSize":2}},"Env":{"A":"1"}}""",
            entry.Settings.ToJsonString());
    }

    [Theory]
    [InlineData("{\n  \"Endpoints\": [\n}", 3, "JSON")]
    [InlineData("", 1, "JSON")]
    [InlineData("{} {}", 1, "JSON")]
    [InlineData("[]", 1, "'Endpoints'")]
    [InlineData("{}", 1, "'Endpoints'")]
    [InlineData("{\n\"Endpoint\": [] }", 2, "'Endpoint'")]
    [InlineData("{ \"Endpoints\": 3 }", 1, "'Endpoints'")]
    [InlineData("{ \"Endpoints\": [\n\"chat\"] }", 2, "f.json")]
    [InlineData("{ \"Endpoints\": [\n{} ] }", 2, "'Name'")]
    [InlineData("{ \"Endpoints\": [\n{ \"Name\": \"Chat\" } ] }", 2, "'Chat'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Name\": \"f\" } ] }", 2, "'Name'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n\n \"Regoin\": \"x\" } ] }", 3, "'Region'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Id\": 1 } ] }", 2, "'Id'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"MinReplica\": \"1\" } ] }", 2, "'MinReplica'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"MinReplica\": 1.5 } ] }", 2, "'MinReplica'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"ScalingThreshold\": true } ] }", 2, "'ScalingThreshold'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"CacheHttpResponse\": 1 } ] }", 2, "'CacheHttpResponse'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Tag\": [1] } ] }", 2, "'Tag'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Env\": [] } ] }", 2, "'Env'")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Network\": \"x\" } ] }", 2, "'Network'")]
    [InlineData("{ \"Endpoints\": [\n { \"Name\": \"e\", \"MinReplica\": 3, \"MaxReplica\": 1 } ] }", 2, "MinReplica")]
    public void WhatCannotBeMeantIsRefusedWithItsLine(string text, int line, string named)
    {
        HfException error = Assert.Throws<HfException>(() => EndpointFileReader.ReadJson(text, "f.json"));

        Assert.Equal(HfErrorKind.InvalidFile, error.Kind);
        Assert.StartsWith($"'f.json', line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Secret\": { \"KEY\": \"hunter2\" }", "Secret.KEY")]
    [InlineData("\"CustomImage\": { \"url\": \"u\", \"secrets\": { \"KEY\": \"hunter2\" } }", "Secret.KEY")]
    [InlineData(
        "\"CustomImage\": { \"url\": \"u\", \"credentials\": { \"username\": \"me\", \"password\": \"hunter2\" } }",
        "credentials.password")]
    public void ASecretItselfIsRefusedAndNotRepeated(string setting, string place)
    {
        HfException error = Assert.Throws<HfException>(
            () => EndpointFileReader.ReadJson($$"""{ "Endpoints": [ { "Name": "e", {{setting}} } ] }""", "f.json"));

        Assert.Equal(HfErrorKind.InvalidFile, error.Kind);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EverySettingOfACreateIsAKey()
    {
        foreach (string name in typeof(EndpointSettings).GetProperties().Select(property => property.Name))
        {
            HfException error = Assert.Throws<HfException>(() => EndpointFileReader.ReadJson(
                $$"""{ "Endpoints": [ { "Name": "e", "{{name}}": [[1]] } ] }""", "f.json"));

            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("env:HF_TOKEN", true, null, "HF_TOKEN")]
    [InlineData("ENV:HF_TOKEN", true, null, "HF_TOKEN")]
    [InlineData("secret:token", false, null, "token")]
    [InlineData("secret:My Vault/token", false, "My Vault", "token")]
    public void AReferenceNamesAVariableOrAVault(string text, bool isEnvironment, string? vault, string name)
    {
        SecretReference reference = SecretReference.TryParse(text)!;

        Assert.Equal((isEnvironment, vault, name), (reference.IsEnvironment, reference.Vault, reference.Name));
        Assert.Equal(text, reference.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("env:")]
    [InlineData("secret:/x")]
    [InlineData("secret:a/")]
    [InlineData("HF_TOKEN")]
    [InlineData("env:A\n")]
    public void NothingElseIsAReference(string text) => Assert.Null(SecretReference.TryParse(text));
}
