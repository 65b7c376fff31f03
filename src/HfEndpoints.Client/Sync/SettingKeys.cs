namespace HfEndpoints.Client;

/// <summary>The keys of an endpoint in a file: the parameters that make one, in the order they are written.</summary>
internal static class SettingKeys
{
    public const string Name = "Name";
    public const string Namespace = "Namespace";
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

    /// <summary>The settings and what their values are.</summary>
    public static IReadOnlyDictionary<string, SettingKind> Kinds { get; } = new Dictionary<string, SettingKind>
    {
        ["Repository"] = SettingKind.Text,
        ["Revision"] = SettingKind.Text,
        ["Framework"] = SettingKind.Text,
        ["Task"] = SettingKind.Text,
        ["Type"] = SettingKind.Word,
        ["Vendor"] = SettingKind.Text,
        ["Region"] = SettingKind.Text,
        ["Accelerator"] = SettingKind.Text,
        ["InstanceType"] = SettingKind.Text,
        ["InstanceSize"] = SettingKind.Text,
        [MinReplica] = SettingKind.WholeNumber,
        ["MaxReplica"] = SettingKind.WholeNumber,
        [ScaleToZeroTimeout] = SettingKind.WholeNumber,
        [ScalingMetric] = SettingKind.Word,
        [ScalingThreshold] = SettingKind.Number,
        [CustomImage] = SettingKind.Settings,
        [TensorParallelSize] = SettingKind.WholeNumber,
        [DataParallelSize] = SettingKind.WholeNumber,
        ["ContainerCommand"] = SettingKind.TextList,
        ["ContainerArgument"] = SettingKind.TextList,
        [Env] = SettingKind.TextTable,
        [Secret] = SettingKind.SecretTable,
        ["Domain"] = SettingKind.Text,
        ["Path"] = SettingKind.Text,
        [CacheHttpResponse] = SettingKind.Flag,
        [ExperimentalFeature] = SettingKind.Settings,
        ["Tag"] = SettingKind.TextSet,
        ["CustomRouter"] = SettingKind.Settings,
        ["Network"] = SettingKind.Settings,
        ["Notification"] = SettingKind.Settings,
        ["AccountId"] = SettingKind.Text,
        ["PrivateService"] = SettingKind.Settings,
    };

    /// <summary>What a create can't do without.</summary>
    public static IReadOnlyList<string> Required { get; } =
        ["Repository", "Framework", "Vendor", "Region", "Accelerator", "InstanceType", "InstanceSize"];

    /// <summary>What only a create can set.</summary>
    public static IReadOnlyList<string> OnlyInCreate { get; } = ["AccountId", "PrivateService"];

    /// <summary>Settings that the service takes together.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Groups { get; } =
    [
        ["Vendor", "Region"],
        ["Domain", "Path"],
        [ScalingMetric, ScalingThreshold],
        [CacheHttpResponse, ExperimentalFeature],
    ];

    private static readonly Dictionary<string, string> s_names = Kinds.Keys
        .Append(Name)
        .Append(Namespace)
        .Select(key => (Given: key, Key: key))
        .Concat(new (string Given, string Key)[]
        {
            ("ContainerArgs", "ContainerArgument"),
            ("Secrets", Secret),
            ("CacheHttpResponses", CacheHttpResponse),
            ("Tags", "Tag"),
            ("ExperimentalFeatures", ExperimentalFeature),
            ("Notifications", "Notification"),
        })
        .ToDictionary(pair => pair.Given, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The key that is meant, in any case and by the parameters' aliases; null where there is none.</summary>
    public static string? Find(string given) => s_names.GetValueOrDefault(given);

    /// <summary>What is allowed in place of a key that is none.</summary>
    public static string Advise(string given)
    {
        string nearest = s_names.Keys.MinBy(name => EditDistance.Between(name, given))!;
        string hint = EditDistance.Between(nearest, given) <= Math.Max(2, given.Length / 3)
            ? $" Is '{s_names[nearest]}' meant?"
            : "";
        return $"{hint} Allowed are {Name}, {Namespace}, {string.Join(", ", Kinds.Keys)}.";
    }
}
