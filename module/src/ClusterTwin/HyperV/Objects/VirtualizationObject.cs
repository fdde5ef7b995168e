using ClusterTwin;
using ClusterTwin.Cim;

namespace Microsoft.HyperV.PowerShell;

/// <summary>What every object of Hyper-V knows: the host that it is of.</summary>
public abstract class VirtualizationObject
{
    private protected VirtualizationObject(TwinContext context, string host)
    {
        Context = context;
        ComputerName = host;
        CimSession = new TwinCimSession(host);
    }

    /// <summary>CimSession.</summary>
    public TwinCimSession CimSession { get; }

    /// <summary>ComputerName: the host.</summary>
    public string ComputerName { get; }

    /// <summary>IsDeleted: whether the object is on its host no more.</summary>
    public bool IsDeleted => Gone;

    /// <summary>The twin that the object lives in.</summary>
    internal TwinContext Context { get; }

    /// <summary>Whether the object is on its host no more.</summary>
    private protected virtual bool Gone => false;
}
