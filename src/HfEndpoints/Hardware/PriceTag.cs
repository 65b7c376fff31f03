namespace HfEndpoints.Commands;

/// <summary>The hardware and its prices, for -WhatIf and -Confirm. They are omitted if they are not available in time.</summary>
internal sealed class PriceTag
{
    private const string Price = "The price";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private readonly HardwareLists _hardware = new();

    // Nobody waits for it twice, nor reads the reason twice.
    private readonly ConcurrentDictionary<(HfConnection, string), bool> _missing = new();

    /// <summary>The price of an existing endpoint, appended to the action; empty if it is not known.</summary>
    public async Task<string> ForAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken)
    {
        HfInferenceEndpoint? endpoint = null;
        IReadOnlyList<HfHardware>? options = await TryAsync(
            Price,
            output,
            async cancellationToken =>
            {
                endpoint = await target.ReadAsync(cancellationToken).ConfigureAwait(false);
                return await _hardware
                    .GetAsync(target.Connection, target.Client, target.Namespace, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return options is null
            ? ""
            : Describe(options.Find(endpoint!.Vendor, endpoint.Region, endpoint.InstanceType, endpoint.InstanceSize), output);
    }

    /// <summary>All hardware with its prices and the quotas of a namespace; null if it is not available in time.</summary>
    public async Task<IReadOnlyList<HfHardware>?> TryListAsync(
        HfConnection connection, HfClient client, string owner, CmdletOutput output, CancellationToken cancellationToken)
    {
        if (_missing.ContainsKey((connection, owner)))
        {
            return null;
        }

        IReadOnlyList<HfHardware>? list = await TryAsync(
            Price,
            output,
            cancellationToken => _hardware.GetAsync(connection, client, owner, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (list is null)
        {
            _missing[(connection, owner)] = true;
        }

        return list;
    }

    /// <summary>The price of an instance, appended to an action; empty if it is not known.</summary>
    public static string Describe(HfHardware? option, CmdletOutput output)
    {
        if (option is null)
        {
            output.Verbose($"{Price} is left out: the service does not list this instance.");
            return "";
        }

        return string.Create(CultureInfo.InvariantCulture, $" for USD {option.PricePerHour:0.00####} per hour and replica");
    }

    /// <summary>Asks for something that is only told in addition; null if it is not available in time.</summary>
    public static async Task<T?> TryAsync<T>(
        string what, CmdletOutput output, Func<CancellationToken, Task<T>> find, CancellationToken cancellationToken)
        where T : class
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(s_patience);
        try
        {
            return await find(timer.Token).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            output.Verbose($"{what} is left out: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            output.Verbose($"{what} is left out: the service did not return it in time.");
        }

        return null;
    }
}
