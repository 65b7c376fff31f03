namespace HfEndpoints.Client;

/// <summary>What is to be done with an endpoint to make it as a file says.</summary>
public enum PlanAction
{
    /// <summary>It is as the file says.</summary>
    Unchanged,

    /// <summary>It is not there.</summary>
    Create,

    /// <summary>It is there, and some settings differ.</summary>
    Change,

    /// <summary>It is there, and the file does not name it.</summary>
    Remove,
}
