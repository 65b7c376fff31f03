namespace HfEndpoints.Client;

/// <summary>
/// A setting of an endpoint: its name, the kind of its value, and its place in the service's JSON. Creates, updates,
/// exports, plans and the check for a lost create all use these rows.
/// </summary>
/// <param name="Key">Its name in files, as a parameter of the cmdlets and in <see cref="EndpointSettings"/>.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Path">Its path in the service's JSON, joined by dots; null if it has no place of its own.</param>
internal sealed record EndpointSetting(string Key, SettingKind Kind, string? Path)
{
    public const string CustomImage = "CustomImage";
    public const string Env = "Env";
    public const string Secret = "Secret";
    public const string CacheHttpResponse = "CacheHttpResponse";
    public const string ExperimentalFeature = "ExperimentalFeature";
    public const string TensorParallelSize = "TensorParallelSize";
    public const string DataParallelSize = "DataParallelSize";
    public const string ScalingMetric = "ScalingMetric";
    public const string ScalingThreshold = "ScalingThreshold";
    public const string ScaleToZeroTimeout = "ScaleToZeroTimeout";
    public const string MinReplica = "MinReplica";
    public const string MaxReplica = "MaxReplica";
    public const string Type = "Type";

    /// <summary>The measure and its threshold: an object with one member, whose name is the metric.</summary>
    public const string MeasurePath = "compute.scaling.measure";

    /// <summary>Every setting, in the order in which files are written.</summary>
    public static IReadOnlyList<EndpointSetting> All { get; } =
    [
        new("Repository", SettingKind.Text, "model.repository") { IsRequired = true },
        new("Framework", SettingKind.Text, "model.framework") { IsRequired = true },
        new("Revision", SettingKind.Text, "model.revision"),
        new("Task", SettingKind.Text, "model.task"),
        new(Type, SettingKind.Word, "type"),
        new("Vendor", SettingKind.Text, "provider.vendor") { IsRequired = true, Group = "provider" },
        new("Region", SettingKind.Text, "provider.region") { IsRequired = true, Group = "provider" },
        new("Accelerator", SettingKind.Text, "compute.accelerator") { IsRequired = true },
        new("InstanceType", SettingKind.Text, "compute.instanceType") { IsRequired = true },
        new("InstanceSize", SettingKind.Text, "compute.instanceSize") { IsRequired = true },
        new(MinReplica, SettingKind.WholeNumber, "compute.scaling.minReplica"),
        new(MaxReplica, SettingKind.WholeNumber, "compute.scaling.maxReplica"),
        new(ScaleToZeroTimeout, SettingKind.WholeNumber, "compute.scaling.scaleToZeroTimeout"),
        new(ScalingMetric, SettingKind.Word, null) { Group = "measure" },
        new(ScalingThreshold, SettingKind.Number, null) { Group = "measure" },
        new(CustomImage, SettingKind.Settings, "model.image"),
        new(TensorParallelSize, SettingKind.WholeNumber, null),
        new(DataParallelSize, SettingKind.WholeNumber, null),
        new("ContainerCommand", SettingKind.TextList, "model.command"),
        new("ContainerArgument", SettingKind.TextList, "model.args") { Aliases = ["ContainerArgs"] },
        new(Env, SettingKind.TextTable, "model.env"),

        // Older answers have the table in the singular.
        new(Secret, SettingKind.SecretTable, "model.secrets") { Aliases = ["Secrets"], OtherPath = "model.secret" },
        new("Domain", SettingKind.Text, "route.domain") { Group = "route" },
        new("Path", SettingKind.Text, "route.path") { Group = "route" },

        // An update knows the cache only as a feature (EndpointUpdate of the service's OpenAPI document).
        new(CacheHttpResponse, SettingKind.Flag, "cacheHttpResponses")
        {
            Aliases = ["CacheHttpResponses"], UpdatePath = "experimentalFeatures.cacheHttpResponses", Group = "features",
        },
        new(ExperimentalFeature, SettingKind.Settings, "experimentalFeatures") { Aliases = ["ExperimentalFeatures"], Group = "features" },
        new("Tag", SettingKind.TextSet, "tags") { Aliases = ["Tags"] },
        new("CustomRouter", SettingKind.Settings, "customRouter"),
        new("Network", SettingKind.Settings, "network"),
        new("Notification", SettingKind.Settings, "notifications") { Aliases = ["Notifications"] },
        new("AccountId", SettingKind.Text, "accountId") { IsOnlyInCreate = true },
        new("PrivateService", SettingKind.Settings, "privateService") { IsOnlyInCreate = true },
    ];

    private static readonly Dictionary<string, EndpointSetting> s_byName = All
        .SelectMany(setting => setting.Aliases.Append(setting.Key).Select(name => (name, setting)))
        .ToDictionary(pair => pair.name, pair => pair.setting, StringComparer.OrdinalIgnoreCase);

    /// <summary>Other names: the Python library's keywords in Pascal case.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether a create requires it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether only a create can set it.</summary>
    public bool IsOnlyInCreate { get; init; }

    /// <summary>The settings of one group are taken by the service together.</summary>
    public string? Group { get; init; }

    /// <summary>Its path in an update, if different. It is read from there first.</summary>
    public string? UpdatePath { get; init; }

    /// <summary>Other paths where an answer may contain it.</summary>
    public string? OtherPath { get; init; }

    /// <summary>Finds a setting by its name or an alias, in any case; null if there is none.</summary>
    public static EndpointSetting? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The setting with a key that must exist.</summary>
    public static EndpointSetting Get(string key) => s_byName[key];

    /// <summary>The keys that the service takes together with some others, those included.</summary>
    public static IEnumerable<string> WithGroups(IReadOnlyList<string> keys)
    {
        string?[] groups = [.. keys.Select(key => Get(key).Group)];
        return keys.Union(All.Where(setting => setting.Group is not null && groups.Contains(setting.Group)).Select(setting => setting.Key));
    }

    /// <summary>The names of all settings and aliases.</summary>
    public static IEnumerable<string> Names => s_byName.Keys;

    /// <summary>The settings that are set, by their keys.</summary>
    public static JsonObject ToValues(EndpointSettings settings)
    {
        // Not as a node: its tables would take variables for the same whose names differ in case.
        JsonElement json = JsonSerializer.SerializeToElement(settings, HfJson.Context.EndpointSettings);
        return new JsonObject(All
            .Select(setting => KeyValuePair.Create(
                setting.Key, json.Member(JsonNamingPolicy.CamelCase.ConvertName(setting.Key)) is { } value ? HfJson.ToNode(value) : null))
            .Where(pair => pair.Value is not null));
    }

    /// <summary>The same settings in the order of the rows, so that a plan does not depend on the order in the file.</summary>
    public static JsonObject InOrder(JsonObject settings) => new(All
        .Select(setting => KeyValuePair.Create(setting.Key, settings[setting.Key]?.DeepClone()))
        .Where(pair => pair.Value is not null));
}
