namespace Microsoft.HyperV.PowerShell;

/// <summary>How hosts prove themselves to each other.</summary>
public enum MigrationAuthenticationType
{
    /// <summary>CredSSP.</summary>
    CredSSP = 0,

    /// <summary>Kerberos.</summary>
    Kerberos = 1,
}
