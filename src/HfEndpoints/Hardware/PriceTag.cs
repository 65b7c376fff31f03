namespace HfEndpoints.Commands;

/// <summary>The hourly price for -WhatIf and -Confirm. It is omitted if it is not available in time.</summary>
internal sealed class PriceTag
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private readonly HardwareLists _hardware = new();

    /// <summary>The price of an existing endpoint, appended to the action; empty if it is not known.</summary>
    public Task<string> ForAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken) =>
        TryAsync(
            output,
            async cancellationToken =>
            {
                HfInferenceEndpoint endpoint = await target.ReadAsync(cancellationToken).ConfigureAwait(false);
                IReadOnlyList<HfHardware> options = await _hardware
                    .GetAsync(target.Connection, target.Client, target.Namespace, cancellationToken)
                    .ConfigureAwait(false);
                return options.Find(endpoint.Vendor, endpoint.Region, endpoint.InstanceType, endpoint.InstanceSize);
            },
            cancellationToken);

    /// <summary>The price of an instance, appended to the action; empty if it is not known.</summary>
    public Task<string> ForAsync(
        HfConnection connection,
        HfClient client,
        string owner,
        (string? Vendor, string? Region, string? Type, string? Size) instance,
        CmdletOutput output,
        CancellationToken cancellationToken) =>
        TryAsync(
            output,
            async cancellationToken =>
            {
                IReadOnlyList<HfHardware> options = await _hardware
                    .GetAsync(connection, client, owner, cancellationToken)
                    .ConfigureAwait(false);
                return options.Find(instance.Vendor, instance.Region, instance.Type, instance.Size);
            },
            cancellationToken);

    private static async Task<string> TryAsync(
        CmdletOutput output, Func<CancellationToken, Task<HfHardware?>> find, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(s_patience);
        try
        {
            HfHardware? option = await find(timer.Token).ConfigureAwait(false);
            if (option is not null)
            {
                return string.Create(CultureInfo.InvariantCulture, $" for USD {option.PricePerHour:0.00####} per hour and replica");
            }

            output.Verbose("The price is left out: the service does not list this instance.");
        }
        catch (HfException exception)
        {
            output.Verbose($"The price is left out: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            output.Verbose("The price is left out: the service did not return it in time.");
        }

        return "";
    }
}
