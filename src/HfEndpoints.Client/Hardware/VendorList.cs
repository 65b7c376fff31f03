namespace HfEndpoints.Client;

/// <summary>The answer of the provider routes: vendors, their regions, and the instances there.</summary>
internal sealed record VendorList
{
    public IReadOnlyList<VendorEntry>? Vendors { get; init; }

    internal sealed record VendorEntry
    {
        public string Name { get; init => field = value ?? ""; } = "";

        public string? Status { get; init; }

        public IReadOnlyList<RegionEntry>? Regions { get; init; }

        public IReadOnlyList<QuotaEntry>? Quotas { get; init; }
    }

    internal sealed record RegionEntry
    {
        public string Name { get; init => field = value ?? ""; } = "";

        public string? Label { get; init; }

        public string? Status { get; init; }

        public IReadOnlyList<HardwareOption>? Computes { get; init; }
    }
}
