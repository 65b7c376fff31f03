namespace HfEndpoints.Client;

/// <summary>What endpoints can run on, what it costs, and how much of it a namespace may use.</summary>
public class HardwareClient
{
    // Prices are floats of 32 bits at the service: beyond this there is nothing but what the conversion made.
    private const int PriceDigits = 6;
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected HardwareClient() => _transport = null!;

    internal HardwareClient(HfTransport transport) => _transport = transport;

    /// <summary>Lists all hardware, with the quota of a namespace.</summary>
    /// <param name="owner">The user or organization; null asks without a token, and no quota is known.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Every combination of vendor, region, instance type and size.</returns>
    public virtual async Task<IReadOnlyList<HardwareOption>> ListAsync(
        string? owner, CancellationToken cancellationToken = default)
    {
        VendorList answer = await AskAsync(
            owner is null ? Route("provider") : Route("provider", owner),
            owner is null ? "list the hardware" : $"list the hardware for namespace '{owner}'",
            owner is not null,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. from vendor in answer.Vendors ?? []
               from region in vendor.Regions ?? []
               from option in region.Computes ?? []
               select option with
               {
                   Vendor = vendor.Name,
                   Region = region.Name,
                   RegionLabel = region.Label,
                   PricePerHour = Math.Round(option.PricePerHour, PriceDigits),
                   Quota = owner is null ? null : option.Quota,
                   Status = HardwareOption.NotAvailable == vendor.Status || HardwareOption.NotAvailable == region.Status
                       ? HardwareOption.NotAvailable
                       : option.Status,
               },
        ];
    }

    /// <summary>Lists a namespace's quotas, one entry for each kind of instance.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The quotas.</returns>
    public virtual async Task<IReadOnlyList<QuotaEntry>> ListQuotasAsync(
        string owner, CancellationToken cancellationToken = default)
    {
        VendorList answer = await AskAsync(
            Route("provider", "quotas", owner),
            $"list the quotas of namespace '{owner}'",
            sendToken: true,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. from vendor in answer.Vendors ?? []
               from quota in vendor.Quotas ?? []
               select quota with { Vendor = vendor.Name },
        ];
    }

    /// <summary>Says what is wrong with the hardware that settings ask for, and what comes nearest to it.</summary>
    /// <param name="owner">The user or organization; null asks without a token.</param>
    /// <param name="settings">Settings that the service refused.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A sentence; null where the service lists that hardware, so that something else is wrong.</returns>
    public virtual async Task<string?> AdviseAsync(
        string? owner, EndpointSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return HardwareAdvice.For(await ListAsync(owner, cancellationToken).ConfigureAwait(false), settings);
    }

    private Task<VendorList> AskAsync(Uri uri, string action, bool sendToken, CancellationToken cancellationToken) =>
        _transport.SendJsonAsync(
            new HfRequest(HttpMethod.Get, uri) { Action = action, SendToken = sendToken ? null : false },
            HfJson.Context.VendorList,
            cancellationToken);

    private Uri Route(params ReadOnlySpan<string> segments) =>
        UriPath.Append(_transport.Options.EndpointsUri, segments);
}
