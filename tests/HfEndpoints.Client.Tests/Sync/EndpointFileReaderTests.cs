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
    public void AnImageIsMendedAsInACreate()
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
    [InlineData("{\n  \"Endpoints\": [\n}", 3, "no JSON")]
    [InlineData("", 1, "no JSON")]
    [InlineData("{} {}", 1, "no JSON")]
    [InlineData("[]", 1, "'Endpoints' is expected")]
    [InlineData("{}", 1, "'Endpoints' is missing")]
    [InlineData("{\n\"Endpoint\": [] }", 2, "'Endpoint' is not allowed here")]
    [InlineData("{ \"Endpoints\": 3 }", 1, "must be a list of tables")]
    [InlineData("{ \"Endpoints\": [\n\"chat\"] }", 2, "an endpoint must be a table, and this is a text")]
    [InlineData("{ \"Endpoints\": [\n{} ] }", 2, "no 'Name'")]
    [InlineData("{ \"Endpoints\": [\n{ \"Name\": \"Chat\" } ] }", 2, "1 to 32 of the characters a-z")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Name\": \"f\" } ] }", 2, "'Name' is set twice")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n\n \"Regoin\": \"x\" } ] }", 3, "Is 'Region' meant? Allowed are Name, Namespace, Repository,")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Id\": 1 } ] }", 2, "'Id' is no setting of an endpoint. Allowed are")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"MinReplica\": \"1\" } ] }", 2, "'MinReplica' must be a whole number, and this is a text")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"MinReplica\": 1.5 } ] }", 2, "'MinReplica' must be a whole number")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"ScalingThreshold\": true } ] }", 2, "must be a number, and this is true or false")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"CacheHttpResponse\": 1 } ] }", 2, "must be true or false")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Tag\": [1] } ] }", 2, "must be a list of texts")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Env\": [] } ] }", 2, "must be a table of texts, and this is a list")]
    [InlineData("{ \"Endpoints\": [ { \"Name\": \"e\",\n \"Network\": \"x\" } ] }", 2, "'Network' must be a table")]
    [InlineData("{ \"Endpoints\": [\n { \"Name\": \"e\", \"MinReplica\": 3, \"MaxReplica\": 1 } ] }", 2, "MinReplica 3 is above MaxReplica 1")]
    public void WhatCannotBeMeantIsRefusedWithItsLine(string text, int line, string message)
    {
        HfException error = Assert.Throws<HfException>(() => EndpointFileReader.ReadJson(text, "f.json"));

        Assert.Equal(HfErrorKind.InvalidFile, error.Kind);
        Assert.StartsWith($"'f.json', line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Secret\": { \"KEY\": \"hunter2\" }", "Secret.KEY")]
    [InlineData("\"CustomImage\": { \"url\": \"u\", \"secrets\": { \"KEY\": \"hunter2\" } }", "Secret.KEY")]
    [InlineData("\"CustomImage\": { \"url\": \"u\", \"credentials\": { \"username\": \"me\", \"password\": \"hunter2\" } }", "credentials.password")]
    public void ASecretItselfIsRefusedAndNotRepeated(string setting, string place)
    {
        HfException error = Assert.Throws<HfException>(
            () => EndpointFileReader.ReadJson($$"""{ "Endpoints": [ { "Name": "e", {{setting}} } ] }""", "f.json"));

        Assert.Equal(HfErrorKind.InvalidFile, error.Kind);
        Assert.Contains($"{place} must say where the secret is kept", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EverySettingOfACreateIsAKey()
    {
        foreach (string name in typeof(EndpointSettings).GetProperties().Select(property => property.Name))
        {
            HfException error = Assert.Throws<HfException>(() => EndpointFileReader.ReadJson(
                $$"""{ "Endpoints": [ { "Name": "e", "{{name}}": [[1]] } ] }""", "f.json"));

            Assert.Contains($"'{name}' must be ", error.Message, StringComparison.Ordinal);
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
