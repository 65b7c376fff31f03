using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Makes what users see of address lists, domains and private links.</summary>
internal static class NetworkConversion
{
    public static HfCidrList ToOutput(CidrList list, string owner) => new()
    {
        Id = list.Id,
        Name = list.Name,
        Range = [.. list.Ranges ?? []],
        Namespace = owner,
    };

    public static HfDomain ToOutput(CustomDomain domain, string owner) => new()
    {
        Domain = domain.Domain,
        Stage = domain.Status?.Stage ?? "",
        CreatedAt = domain.CreatedAt,
        Namespace = owner,
    };

    public static HfPrivateService ToOutput(PrivateService service, string owner) => new()
    {
        Id = service.Id,
        EndpointName = service.EndpointName,
        AccountId = service.Spec?.AccountId,
        Region = service.Spec?.Region,
        Shared = service.Spec?.Shared ?? false,
        Stage = service.Status?.Stage ?? "",
        ServiceName = service.Status?.ServiceName,
        LoadBalancerAddress = [.. service.Status?.LoadBalancerAddresses ?? []],
        CreatedAt = service.CreatedAt,
        Namespace = owner,
    };
}
