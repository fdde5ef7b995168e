using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>
/// The present state of one object of a twin: read again when the twin has changed since the last look.
/// </summary>
internal sealed class Live<TView>
    where TView : class
{
    private readonly TwinContext _context;
    private readonly Func<TwinContext, TView?, TView> _read;
    private TView? _view;
    private ulong _revision;
    private int _reads;

    /// <param name="context">The twin.</param>
    /// <param name="view">What is known already.</param>
    /// <param name="read">Reads the present state; gets the last view, which names the object.</param>
    public Live(TwinContext context, TView? view, Func<TwinContext, TView?, TView> read)
    {
        _context = context;
        _read = read;
        Known = view;
    }

    /// <summary>The last view, however old.</summary>
    public TView? Known
    {
        get => _view;
        set
        {
            _view = value;
            _revision = _context.Revision;
        }
    }

    /// <summary>The present view.</summary>
    /// <exception cref="Microsoft.FailoverClusters.PowerShell.ClusterCmdletException">The object is gone.</exception>
    public TView Now
    {
        get
        {
            _context.CountRead(ref _reads);
            if (_view is { } view && _context.Revision == _revision)
            {
                return view;
            }

            try
            {
                TView present = _read(_context, _view);
                Known = present;
                _reads = 0;
                return present;
            }
            catch (NativeException error)
            {
                throw ClusterErrors.Exception(error.Report, "reading an object of", _context.Twin.ClusterName);
            }
        }
    }
}
