using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>Which twin a runspace sees.</summary>
public sealed class TwinScopeTests : IDisposable
{
    private readonly Twin _first = Twin.Create(Samples.Inventory, seed: 1);
    private readonly Twin _second = Twin.Create(Samples.Inventory, seed: 2);
    private readonly Guid _here = Guid.NewGuid();
    private readonly Guid _there = Guid.NewGuid();

    [Fact]
    public void A_twin_of_a_runspace_is_seen_there_alone()
    {
        TwinScope.Enter(_first, _here, process: false);

        Assert.Same(_first, TwinScope.Current(_here));
        Assert.Null(TwinScope.Current(_there));
        Assert.True(_first.IsEntered);
        Assert.True(TwinScope.Exit(_here, process: false));
        Assert.Null(TwinScope.Current(_here));
        Assert.False(_first.IsEntered);
    }

    [Fact]
    public void A_twin_of_the_process_is_seen_where_none_was_entered()
    {
        TwinScope.Enter(_first, _here, process: true);
        TwinScope.Enter(_second, _there, process: false);

        Assert.Same(_first, TwinScope.Current(Guid.NewGuid()));
        Assert.Same(_second, TwinScope.Current(_there));
        Assert.True(TwinScope.Exit(_there, process: true));
        Assert.Null(TwinScope.Current(_here));
        Assert.True(TwinScope.Exit(_there, process: false));
    }

    [Fact]
    public void The_newest_entry_counts_and_exits_are_counted()
    {
        TwinScope.Enter(_first, _here, process: false);
        TwinScope.Enter(_second, _here, process: false);
        TwinScope.Enter(_second, _here, process: false);

        Assert.True(TwinScope.Exit(_here, process: false));
        Assert.Same(_second, TwinScope.Current(_here));
        Assert.True(TwinScope.Exit(_here, process: false));
        Assert.Same(_first, TwinScope.Current(_here));
        Assert.True(TwinScope.Exit(_here, process: false));
        Assert.False(TwinScope.Exit(_here, process: false));
    }

    [Fact]
    public void A_runspace_that_is_closed_is_forgotten()
    {
        TwinScope.Enter(_first, _here, process: false);
        TwinScope.Enter(_first, _here, process: false);

        TwinScope.Forget(_here);

        Assert.Null(TwinScope.Current(_here));
        Assert.False(TwinScope.Exit(_here, process: false));
    }

    [Fact]
    public void A_twin_answers_calls_with_every_kind_of_argument()
    {
        string node = _first.Call("nodes")[0].GetProperty("name").GetString()!;

        Assert.Equal(1, _first.Call("nodes", ("names", new[] { node })).GetArrayLength());
        Assert.Equal(node, _first.Call("groups", ("owner", node), ("names", null))[0].GetProperty("owner").GetString());
        ulong before = _first.Handle.Revision;
        _first.Call("suspendNode", ("node", node), ("drain", false));
        Assert.True(_first.Handle.Revision > before);
        ErrorReport report = Samples.Refusal(() => _first.Call("suspendNode", ("node", "nobody")));
        Assert.Equal(("NodeNotFound", "nobody"), (report.Id, report.Subject));
        Assert.NotNull(report.Win32);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
