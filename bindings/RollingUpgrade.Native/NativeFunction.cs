namespace RollingUpgrade.Native;

/// <summary>An export that has no state: a document in, a document out.</summary>
public enum NativeFunction
{
    /// <summary>Version, ABI number, error catalogue and kinds of documents.</summary>
    Describe,

    /// <summary>Reads an inventory, whose bytes are the request.</summary>
    Read,

    /// <summary>Checks an inventory against the rules.</summary>
    Check,

    /// <summary>Plans an upgrade or a campaign of configuration versions.</summary>
    Plan,

    /// <summary>Writes a plan as text for people.</summary>
    PlanText,

    /// <summary>Rehearses a plan on a twin of its own.</summary>
    Rehearse,

    /// <summary>Writes a plan or a run as one HTML file.</summary>
    Report,

    /// <summary>What a node was, how it is rebuilt, and whether the machine that returns may be added.</summary>
    Profile,

    /// <summary>Gives the JSON Schema of a kind of document.</summary>
    Schema,

    /// <summary>Compares two inventories.</summary>
    Compare,

    /// <summary>Renames everything in an inventory that says whose it is.</summary>
    Anonymize,

    /// <summary>Gives a document, whose text is JSON or YAML, back as JSON.</summary>
    Convert,
}
