namespace HfEndpoints.Client;

/// <summary>Reads one endpoint of a file.</summary>
internal sealed class EntryReader(FileProblems problems)
{
    private static readonly string[] s_identity = [nameof(EndpointEntry.Name), nameof(EndpointEntry.Namespace)];

    private readonly JsonObject _settings = [];
    private string? _name;
    private string? _namespace;

    public EndpointEntry Read(SourceNode node)
    {
        if (node.Members is null)
        {
            throw problems.At(node.Line, $"an endpoint must be a table, but this is {SettingValue.Describe(node)}.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceMember member in node.Members)
        {
            string key = KeyOf(member.Name)
                ?? throw problems.At(member.Line, $"'{member.Name}' is not a setting of an endpoint.{Advise(member.Name)}");
            if (!seen.Add(key))
            {
                throw problems.At(member.Line, $"'{key}' is set twice.");
            }

            // A null means "not given", as in the parameters.
            if (!member.Node.IsNull)
            {
                Take(key, member);
            }
        }

        string name = _name ?? throw problems.At(node.Line, "the endpoint has no 'Name'.");
        try
        {
            EndpointRules.CheckName(name);
            Settle();
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.InvalidRequest)
        {
            throw problems.At(node.Line, $"endpoint '{name}': {exception.Message}");
        }

        return new EndpointEntry { Name = name, Namespace = _namespace, Settings = EndpointSetting.InOrder(_settings) };
    }

    private static string? KeyOf(string given) =>
        s_identity.FirstOrDefault(name => name.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? EndpointSetting.Find(given)?.Key;

    private static string Advise(string given)
    {
        string hint = NearestWord.Find(given, s_identity.Concat(EndpointSetting.Names)) is { } nearest
            ? $" Did you mean '{KeyOf(nearest)}'?"
            : "";
        return $"{hint} Use {string.Join(", ", s_identity.Concat(EndpointSetting.All.Select(setting => setting.Key)))}.";
    }

    private void Take(string key, SourceMember member)
    {
        switch (key)
        {
            case nameof(EndpointEntry.Name):
                _name = SettingValue.Read(SettingKind.Text, member, problems)!.GetValue<string>();
                break;
            case nameof(EndpointEntry.Namespace):
                _namespace = SettingValue.Read(SettingKind.Text, member, problems)!.GetValue<string>();
                break;
            default:
                _settings[key] = SettingValue.Read(EndpointSetting.Get(key).Kind, member, problems);
                break;
        }
    }

    // Normalize the image as in a create, so that it can be compared with the service's.
    private void Settle()
    {
        EndpointSettings settings = EntrySettings();
        EndpointRules.Check(settings);
        if (settings.CustomImage is not null)
        {
            ContainerImage image = ContainerImage.FromSettings(settings, null)!;
            _settings[EndpointSetting.CustomImage] = image.Payload.DeepClone();
            _settings.Remove(EndpointSetting.TensorParallelSize);
            _settings.Remove(EndpointSetting.DataParallelSize);
            Replace(EndpointSetting.Env, image.Env?.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
            Replace(EndpointSetting.Secret, image.Secrets);
        }

        foreach ((string place, string? text) in SecretPlaces.Find(_settings).Select(found => (found.Path, found.Text)))
        {
            if (text is not null && SecretReference.TryParse(text) is null)
            {
                // The value is not shown: it may be the secret itself.
                throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"{place} must not be a secret itself, only a reference to it. Use {SecretReference.Forms}.");
            }
        }
    }

    private EndpointSettings EntrySettings()
    {
        try
        {
            return EndpointEntry.ToSettings(_settings);
        }
        catch (JsonException exception)
        {
            throw new HfException(HfErrorKind.InvalidRequest, exception.Message, exception);
        }
    }

    private void Replace(string key, IReadOnlyDictionary<string, string?>? table)
    {
        if (table is not null)
        {
            _settings[key] = new JsonObject(table.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }
    }
}

/// <summary>Creates errors that name the place in a file.</summary>
/// <param name="file">The file's path.</param>
internal sealed class FileProblems(string file)
{
    public HfException At(int line, string problem) => new(HfErrorKind.InvalidFile, $"'{file}', line {line}: {problem}");
}
