namespace HfEndpoints.Client;

/// <summary>The available hardware, its prices, and the quotas of namespaces.</summary>
public class HardwareClient
{
    // The service's prices are 32-bit floats. Further digits are only conversion errors.
    private const int PriceDigits = 6;
    private const double MaxPrice = 1e9;
    private readonly HfTransport _transport;

    internal HardwareClient(HfTransport transport) => _transport = transport;

    /// <summary>For mocking.</summary>
    protected HardwareClient() => _transport = null!;

    /// <summary>Lists all hardware, with the quota of a namespace.</summary>
    /// <param name="owner">The user or organization; null asks without a token, and no quota is known.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Every combination of vendor, region, instance type and size.</returns>
    public virtual async Task<IReadOnlyList<HfHardware>> ListAsync(string? owner, CancellationToken cancellationToken = default)
    {
        JsonElement answer = await AskAsync(
            owner is null ? Route("provider") : Route("provider", owner),
            owner is null ? "list the hardware" : $"list the hardware for namespace '{owner}'",
            owner is not null,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. from vendor in answer.ListOf("vendors", "the hardware")
               from region in vendor.ListOf("regions", "the hardware")
               from option in region.ListOf("computes", "the hardware")
               select ReadHardware(vendor, region, option, owner is not null),
        ];
    }

    /// <summary>Lists a namespace's quotas, one entry for each kind of instance.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The quotas.</returns>
    public virtual async Task<IReadOnlyList<HfQuota>> ListQuotasAsync(string owner, CancellationToken cancellationToken = default)
    {
        JsonElement answer = await AskAsync(
            Route("provider", "quotas", owner),
            $"list the quotas of namespace '{owner}'",
            sendToken: true,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. from vendor in answer.ListOf("vendors", "the quotas")
               from quota in vendor.ListOf("quotas", "the quotas")
               select ReadQuota(vendor, quota, owner),
        ];
    }

    /// <summary>Explains what is wrong with the hardware in some settings, and suggests similar values.</summary>
    /// <param name="owner">The user or organization; null asks without a token.</param>
    /// <param name="settings">Settings that the service refused.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>One or two sentences; null if the service lists that hardware, so that something else is wrong.</returns>
    public virtual async Task<string?> AdviseAsync(string? owner, EndpointSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return HardwareAdvice.For(await ListAsync(owner, cancellationToken).ConfigureAwait(false), settings);
    }

    private Task<JsonElement> AskAsync(Uri uri, string action, bool sendToken, CancellationToken cancellationToken) =>
        _transport.SendJsonAsync(
            new HfRequest(HttpMethod.Get, uri) { Action = action, SendToken = sendToken ? null : false },
            HfJson.Context.JsonElement,
            cancellationToken);

    private static HfHardware ReadHardware(JsonElement vendor, JsonElement region, JsonElement json, bool isQuotaKnown)
    {
        JsonElement quota = isQuotaKnown ? json.Member("quota") ?? default : default;
        (int? max, int? used) = (quota.CountOf("maxAccelerators"), quota.CountOf("usedAccelerators"));
        return new HfHardware
        {
            Vendor = vendor.WordOf("name") ?? "",
            Region = region.WordOf("name") ?? "",
            RegionLabel = region.WordOf("label"),
            Accelerator = json.WordOf("accelerator") ?? "",
            InstanceType = json.WordOf("instanceType") ?? "",
            InstanceSize = json.WordOf("instanceSize") ?? "",
            Architecture = json.WordOf("architecture"),
            NumAccelerators = json.CountOf("numAccelerators") ?? 0,
            NumCpus = json.CountOf("numCpus"),
            MemoryGb = json.NumberOf("memoryGb") ?? 0,
            GpuMemoryGb = json.CountOf("gpuMemoryGb"),
            PricePerHour = json.NumberOf("pricePerHour") is >= 0 and < MaxPrice and { } price
                ? Math.Round((decimal)price, PriceDigits)
                : 0,
            MaxAccelerators = max,
            UsedAccelerators = used,
            FreeAccelerators = Free(max, used),
            // If the vendor or the region is not available, neither is its hardware.
            Status = new[] { vendor, region }.Any(place => place.WordOf("status") == HardwareChoice.NotAvailable)
                ? HardwareChoice.NotAvailable
                : json.WordOf("status") ?? "",
            Id = json.WordOf("id") ?? "",
        };
    }

    private static HfQuota ReadQuota(JsonElement vendor, JsonElement json, string owner)
    {
        (int max, int used) = (json.CountOf("maxAccelerators") ?? 0, json.CountOf("usedAccelerators") ?? 0);
        return new HfQuota
        {
            Vendor = vendor.WordOf("name") ?? "",
            InstanceType = json.WordOf("instanceType") ?? "",
            Architecture = json.WordOf("architecture"),
            MaxAccelerators = max,
            UsedAccelerators = used,
            FreeAccelerators = Free(max, used)!.Value,
            Namespace = owner,
        };
    }

    private static int? Free(int? max, int? used) => max is null ? null : Math.Max(0, max.Value - (used ?? 0));

    private Uri Route(params ReadOnlySpan<string> segments) => UriPath.Append(_transport.Options.EndpointsUri, segments);
}
