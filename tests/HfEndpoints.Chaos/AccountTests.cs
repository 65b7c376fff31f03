using System.Management.Automation;
using System.Text.Json.Nodes;
using HfEndpoints.Tests;

namespace HfEndpoints.Chaos;

/// <summary>Many accounts in one process: nothing of one reaches another.</summary>
[Collection(nameof(ChaosTests))]
public sealed class AccountTests
{
    private const int Accounts = 50;
    private const int Rounds = 2;

    // All endpoints have the same name, so that only the account tells which one is meant.
    private const string Name = "mine";

    private const string Look = """
        $endpoint = Get-HfInferenceEndpoint
        "$endpoint $($endpoint.Repository) $((Get-HfContext).Name)"
        $null = Set-HfInferenceEndpoint mine -MaxReplica (Get-Random -Minimum 1 -Maximum 9)
        $endpoint | Invoke-HfTextGeneration -Prompt 'I am' -MaxNewTokens 2 | ForEach-Object { $null = $_.Text }
        """;

    [Fact]
    public async Task NothingOfOneReachesAnother()
    {
        using var farm = new Farm();
        Service[] services = await Task.WhenAll(Enumerable.Range(0, Accounts + 1).Select(number => StartAsync(farm, number)));
        Shell[] shells = await Task.WhenAll(Enumerable.Range(0, services.Length + 1).Select(_ => Task.Run(() => new Shell())));
        try
        {
            // The last account is the session of the process, which the last two runspaces share.
            await ConnectAsync(shells[Accounts], services[Accounts], "Process");
            await Task.WhenAll(Enumerable.Range(0, Accounts).Select(i => ConnectAsync(shells[i], services[i], "Runspace")));

            for (int round = 0; round < Rounds; round++)
            {
                await Task.WhenAll(shells.Select((shell, i) => LookAsync(shell, services[Math.Min(i, Accounts)])));
            }

            PSObject[] endpoints = await Task.WhenAll(shells.Select(async shell =>
                Assert.Single(await shell.InvokeAsync("Get-HfInferenceEndpoint mine"))));
            await Task.WhenAll(Enumerable.Range(0, Accounts).Select(i => PassOnAsync(endpoints[i], services[i], shells[i + 1])));

            foreach (Service service in services)
            {
                Assert.All(await service.RequestsAsync(), request => AssertIsOwn(request, service));
            }
        }
        finally
        {
            await shells[Accounts].InvokeAsync("Disconnect-HfAccount");
            Array.ForEach(shells, shell => shell.Dispose());
            Array.ForEach(services, service => service.Dispose());
        }
    }

    private static async Task<Service> StartAsync(Farm farm, int number)
    {
        Service service = await farm.StartAsync($"user{number}", $"hf_user{number}secret", number, speed: 1);
        await service.PutEndpointAsync(Name, new JsonObject { ["model"] = new JsonObject { ["repository"] = $"{service.User}/model" } });
        return service;
    }

    private static async Task ConnectAsync(Shell shell, Service service, string scope) => await shell.InvokeAsync(
        """
        $VerbosePreference = $DebugPreference = 'Continue'
        $ConfirmPreference = 'None'
        $null = Connect-HfAccount -EmulatorUri $args[0] -Token $args[1] -Scope $args[2]
        """,
        service.Address,
        service.Token,
        scope);

    private static async Task LookAsync(Shell shell, Service service)
    {
        IReadOnlyList<PSObject> lines = await shell.InvokeAsync(Look);

        Assert.Empty(shell.Errors);
        Assert.Equal($"{service.User}/{Name} {service.User}/model {service.User}", $"{Assert.Single(lines)}");
        Assert.DoesNotContain(shell.Streams.Debug, record => record.Message.Contains("secret", StringComparison.Ordinal));
    }

    /// <summary>An endpoint is that of its own account in another runspace too.</summary>
    private static async Task PassOnAsync(PSObject endpoint, Service service, Shell to)
    {
        PSObject again = Assert.Single(await to.InvokeAsync("$args[0] | Get-HfInferenceEndpoint", endpoint));

        Assert.Equal($"{service.User}/{Name}", $"{again}");
    }

    // A foreign token is refused, because each service accepts only that of its user.
    private static void AssertIsOwn(JsonObject request, Service service)
    {
        Assert.Equal(200, (int?)request["status"]);
        string path = (string)request["path"]!;
        Assert.True(path.Contains($"/{service.User}", StringComparison.Ordinal) || path == "/api/whoami-v2", path);
    }
}
