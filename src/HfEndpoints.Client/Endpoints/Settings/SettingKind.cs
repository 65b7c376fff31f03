namespace HfEndpoints.Client;

/// <summary>What a setting's value is, and so how two of them are compared.</summary>
internal enum SettingKind
{
    Text,

    /// <summary>A word whose case does not matter.</summary>
    Word,
    WholeNumber,
    Number,
    Flag,
    TextList,

    /// <summary>A list of texts whose order does not matter.</summary>
    TextSet,

    /// <summary>A table of texts, which is compared whole.</summary>
    TextTable,

    /// <summary>A table of references to secrets, of which only the keys can be compared.</summary>
    SecretTable,

    /// <summary>A table of the service's own settings. Missing members are left unchanged.</summary>
    Settings,
}
