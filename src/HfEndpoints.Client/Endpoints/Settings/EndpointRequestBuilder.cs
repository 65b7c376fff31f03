using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>
/// Makes the bodies of create and update out of <see cref="EndpointSettings"/>, and refuses what the service would
/// refuse where its rule is known.
/// </summary>
internal static class EndpointRequestBuilder
{
    private static readonly string[] s_measures = ["pendingRequests", "hardwareUsage"];

    /// <summary>A create's body: every member the service requires, with the defaults of the Python library.</summary>
    public static EndpointRequest Create(string name, EndpointSettings settings, Action<string>? log)
    {
        EndpointRules.CheckName(name);
        EndpointRules.Check(settings);
        ContainerImage? image = ContainerImage.FromSettings(settings, log);
        return new EndpointRequest
        {
            Name = name,
            Type = settings.Type?.ToLowerInvariant() ?? "authenticated",
            AccountId = settings.AccountId,
            Provider = new EndpointProvider { Vendor = settings.Vendor, Region = settings.Region },
            Compute = new ComputeRequest
            {
                Accelerator = settings.Accelerator,
                InstanceType = settings.InstanceType,
                InstanceSize = settings.InstanceSize,
                Scaling = new ScalingRequest
                {
                    MinReplica = settings.MinReplica ?? 1,
                    MaxReplica = settings.MaxReplica ?? Math.Max(1, settings.MinReplica ?? 1),
                    ScaleToZeroTimeout = settings.ScaleToZeroTimeout,
                    Measure = Measure(settings),
                },
            },
            Model = new ModelRequest
            {
                Repository = settings.Repository,
                Framework = settings.Framework,
                Revision = settings.Revision,
                Task = settings.Task,
                Image = image?.Payload ?? new JsonObject { ["huggingface"] = new JsonObject() },
                Command = settings.ContainerCommand,
                Args = settings.ContainerArgument,
                Env = image?.Env ?? settings.Env,
                Secrets = image?.Secrets ?? settings.Secret,
            },
            Route = Route(settings),
            CacheHttpResponses = settings.CacheHttpResponses,
            Tags = settings.Tag,
            CustomRouter = settings.CustomRouter,
            ExperimentalFeatures = settings.ExperimentalFeature,
            Network = settings.Network,
            Notifications = settings.Notification,
            PrivateService = settings.PrivateService,
        };
    }

    /// <summary>An update's body: nothing but what was said.</summary>
    public static EndpointRequest Update(EndpointSettings settings, Action<string>? log)
    {
        EndpointRules.Check(settings);
        ContainerImage? image = ContainerImage.FromSettings(settings, log);
        IReadOnlyDictionary<string, double?>? measure = Measure(settings);
        ScalingRequest? scaling = AnySet(
            settings.MinReplica, settings.MaxReplica, settings.ScaleToZeroTimeout, measure)
            ? new ScalingRequest
            {
                MinReplica = settings.MinReplica,
                MaxReplica = settings.MaxReplica,
                ScaleToZeroTimeout = settings.ScaleToZeroTimeout,
                Measure = measure,
            }
            : null;
        var model = new ModelRequest
        {
            Repository = settings.Repository,
            Framework = settings.Framework,
            Revision = settings.Revision,
            Task = settings.Task,
            Image = image?.Payload,
            Command = settings.ContainerCommand,
            Args = settings.ContainerArgument,
            Env = image?.Env ?? settings.Env,
            Secrets = image?.Secrets ?? settings.Secret,
        };
        return new EndpointRequest
        {
            Type = settings.Type?.ToLowerInvariant(),
            Provider = AnySet(settings.Vendor, settings.Region)
                ? new EndpointProvider { Vendor = settings.Vendor, Region = settings.Region }
                : null,
            Compute = AnySet(settings.Accelerator, settings.InstanceType, settings.InstanceSize, scaling)
                ? new ComputeRequest
                {
                    Accelerator = settings.Accelerator,
                    InstanceType = settings.InstanceType,
                    InstanceSize = settings.InstanceSize,
                    Scaling = scaling,
                }
                : null,
            Model = model == new ModelRequest() ? null : model,
            Route = Route(settings),
            ExperimentalFeatures = Features(settings),
            Tags = settings.Tag,
            CustomRouter = settings.CustomRouter,
            Network = settings.Network,
            Notifications = settings.Notification,
        };
    }

    private static Dictionary<string, double?>? Measure(EndpointSettings settings) =>
        settings.ScalingMetric is { } metric
            ? new Dictionary<string, double?> { [MeasureName(metric)] = settings.ScalingThreshold }
            : null;

    // The service minds the case of its words; people do not.
    private static string MeasureName(string metric) =>
        s_measures.FirstOrDefault(name => name.Equals(metric, StringComparison.OrdinalIgnoreCase), metric);

    // An update knows the cache only as a feature (EndpointUpdate of the service's OpenAPI document).
    private static JsonObject? Features(EndpointSettings settings)
    {
        if (settings.CacheHttpResponses is not { } cache)
        {
            return settings.ExperimentalFeature;
        }

        var features = (JsonObject?)settings.ExperimentalFeature?.DeepClone() ?? [];
        features["cacheHttpResponses"] = cache;
        return features;
    }

    private static RouteRequest? Route(EndpointSettings settings) =>
        AnySet(settings.Domain, settings.Path)
            ? new RouteRequest { Domain = settings.Domain, Path = settings.Path }
            : null;

    private static bool AnySet(params ReadOnlySpan<object?> values)
    {
        foreach (object? value in values)
        {
            if (value is not null)
            {
                return true;
            }
        }

        return false;
    }
}
